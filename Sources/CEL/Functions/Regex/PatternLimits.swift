/// How large a pattern may be, and what using it costs.
enum PatternLimits {
    /// Longest pattern, in bytes.
    static let longest = 2000
    /// Largest program, in RE2's instructions; a class of Unicode letters has about 1,200.
    static let largest = 2000
    /// What RE2 may use for one pattern, in bytes: enough for the automata of the largest program.
    static let memory: Int64 = 1 << 20
    /// About as many instructions as RE2 makes before that memory is full; takes ten milliseconds, and a whole budget.
    static let largestInMemory = 25_000

    /// `\C` matches one byte.
    private static let singleByte: Set<UInt8> = [0x43]
    /// `\p` and `\P` match a property of Unicode.
    private static let property: Set<UInt8> = [0x70, 0x50]

    static func refusal(of text: Text) -> PatternRefusal? {
        if text.byteCount > longest {
            return PatternRefusal("the regular expression is longer than \(longest) bytes")
        }
        if escapes(singleByte, in: text) > 0 {
            return PatternRefusal("not a regular expression: `\\C` would match parts of characters")
        }
        return nil
    }

    static func refusal(ofSize size: Int) -> PatternRefusal? {
        guard size > largest else { return nil }
        let message = "the regular expression is too large: \(size) instructions, \(largest) at most"
        return PatternRefusal(message, size: size)
    }

    /// Units for an instruction of a pattern that is known at run time only: RE2 takes half a microsecond to make one.
    static let priceOfInstruction = 4

    /// Units for reading a pattern that is known at run time only.
    ///
    /// The same whether it is in the cache or not, so that an evaluation can be repeated. Properties (`\pL`) are tables
    /// of hundreds of ranges: a hundred microseconds each.
    static func price(ofReading text: Text) -> Int {
        text.byteCount > longest ? 1 : 20 + 4 * text.byteCount + 200 * escapes(property, in: text)
    }

    /// Backslashes that are followed by one of these letters.
    private static func escapes(_ letters: Set<UInt8>, in text: Text) -> Int {
        var count = 0
        var isEscaped = false
        for byte in text.string.utf8 {
            if isEscaped, letters.contains(byte) { count += 1 }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return count
    }
}

extension Pattern {
    /// Bytes times instructions for a unit: RE2 takes 8 ns for one at worst, when its automaton overflows all the time.
    private static let workOfUnit = 40

    /// Units for looking at `bytes` once.
    func price(of bytes: Int) -> Int { 1 + bytes * size / Self.workOfUnit }

    /// Units for looking at `bytes` that the search before has looked at as well.
    ///
    /// The next search begins where the last match ended, and mostly ends near; RE2 does not tell how far it looked.
    /// Its automaton is warm by now, a nanosecond for a byte. Where it overflows all the same, which takes a pattern
    /// made for that, a unit is 16 times the work.
    func price(ofLookingAgainAt bytes: Int) -> Int { 1 + bytes * size / (16 * Self.workOfUnit) }
}
