import Core

/// A piece of a text.
enum LeafPiece: Equatable {
    case email(String)
    case phone(String)
    case networkAddress(String)
    /// Digits in groups: the number of a card, of a person, of an account.
    case number(String)
    /// A date, with or without a time.
    case moment(String)
    /// Letters and digits without a break.
    case word(String)
    /// Everything else, byte by byte.
    case mark(UInt8)
}

/// Falls a text into what somebody could be known by and what stands between.
struct LeafText {
    let bytes: [UInt8]
    private(set) var place = 0
    /// Whether any long number may be one of a telephone.
    let expectsPhone: Bool

    init(_ text: String, expectsPhone: Bool) {
        bytes = Array(text.utf8)
        self.expectsPhone = expectsPhone
    }

    /// The pieces in order; together they are the text.
    var pieces: [LeafPiece] {
        var reader = self
        var pieces: [LeafPiece] = []
        while reader.place < reader.bytes.count { pieces.append(reader.next()) }
        return pieces
    }

    /// Words and marks only.
    var wordsAndMarks: [LeafPiece] {
        var reader = self
        var pieces: [LeafPiece] = []
        while reader.place < reader.bytes.count { pieces.append(reader.nextWord()) }
        return pieces
    }

    private mutating func next() -> LeafPiece {
        let isFree = place == 0 || !Self.isWordByte(bytes[place - 1])
        if isFree {
            if let end = emailEnd() { return .email(take(to: end)) }
            if let end = momentEnd() { return .moment(take(to: end)) }
            if let end = addressEnd() { return .networkAddress(take(to: end)) }
            if let end = phoneEnd() { return .phone(take(to: end)) }
            if let end = numberEnd() { return .number(take(to: end)) }
        }
        return nextWord()
    }

    private mutating func nextWord() -> LeafPiece {
        guard Self.isWordByte(bytes[place]) else {
            place += 1
            return .mark(bytes[place - 1])
        }
        return .word(take(to: end(of: Self.isWordByte, from: place)))
    }

    private mutating func take(to end: Int) -> String {
        defer { place = end }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    func end(of isPart: (UInt8) -> Bool, from start: Int) -> Int {
        bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
    }

    /// Whether digits stand wherever the pattern has a `d`, and its other bytes where they stand in it.
    func matches(_ pattern: String, at start: Int) -> Bool {
        guard start + pattern.utf8.count <= bytes.count else { return false }
        return zip(pattern.utf8, bytes[start...]).allSatisfy { $0 == UInt8(ascii: "d") ? Self.isDigit($1) : $0 == $1 }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) || byte >= 0x80 }

    static func isWordByte(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
}
