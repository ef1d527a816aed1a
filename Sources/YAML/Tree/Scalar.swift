public import Core

/// A single value: its text, and what a plain (unquoted) text means.
///
/// Numbers, booleans and null are spelled as in JSON (YAML 1.2.2 section 10.2), besides `~` and nothing for null.
/// Hence a ZIP code `02134`, a telephone number `+15005550006`, `yes` and `0x1F` stay the text they are.
public struct Scalar: Sendable {
    /// The text after unquoting and folding; every byte knows its place in the file.
    public let source: SourceText
    /// Whether it was written without quotes and not as a block.
    public let isPlain: Bool

    /// A value.
    public init(source: SourceText, isPlain: Bool) {
        self.source = source
        self.isPlain = isPlain
    }

    /// The text after unquoting and folding.
    public var text: String { source.text }

    /// Whether nothing is written, or `null`, or `~`.
    public var isNull: Bool { isPlain && ["", "~", "null"].contains(text) }

    /// The value of a plain `true` or `false`.
    public var bool: Bool? {
        switch text {
        case "true" where isPlain: true
        case "false" where isPlain: false
        default: nil
        }
    }

    /// The value of a plain whole number that fits 64 bits.
    public var int: Int64? {
        shape == .whole ? Int64(text) : nil
    }

    /// The value of a plain number, as near as a double comes; nil outside the range of doubles.
    public var double: Double? {
        guard shape != nil, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// How a plain number is spelled.
    var shape: NumberShape? { isPlain ? NumberShape(text) : nil }

    /// What it is, for messages.
    var kind: String {
        if isNull { return "empty" }
        if bool != nil { return "a boolean" }
        return shape == nil ? "text" : "a number"
    }
}

/// How JSON spells a number (RFC 8259 section 6): `-? (0 | [1-9][0-9]*)`, then perhaps a fraction and an exponent.
enum NumberShape {
    case whole
    case fractional

    init?(_ text: String) {
        var rest = text.utf8[...]
        Self.drop("-", from: &rest)
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let digits = Self.dropDigits(from: &rest)
        guard digits > 0, digits == 1 || !startsWithZero else { return nil }
        self = rest.isEmpty ? .whole : .fractional
        if Self.drop(".", from: &rest), Self.dropDigits(from: &rest) == 0 { return nil }
        if Self.drop("e", from: &rest) || Self.drop("E", from: &rest) {
            if !Self.drop("+", from: &rest) { Self.drop("-", from: &rest) }
            guard Self.dropDigits(from: &rest) > 0 else { return nil }
        }
        guard rest.isEmpty else { return nil }
    }

    @discardableResult
    private static func drop(_ character: Unicode.Scalar, from rest: inout Substring.UTF8View) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private static func dropDigits(from rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest.removeFirst(digits.count)
        return digits.count
    }
}
