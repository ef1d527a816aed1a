import Core

/// Takes the place of what a person, an account or a secret could be known by: always the same for the same.
///
/// What is random depends on the original and a salt that nobody keeps, so that no original can be told from it.
struct Pseudonyms {
    private static let names = [
        "Alex", "Billie", "Casey", "Dana", "Ellis", "Frankie", "Gray", "Harper", "Jamie", "Kim", "Lane", "Morgan",
        "Nico",
        "Parker", "Quinn", "Robin", "Sam", "Taylor", "Val", "Winter",
    ]

    private let salt: [UInt8]
    /// Numbers of phones, addresses and texts, in the order met.
    private var numbers: [ByteKey: Int] = [:]
    private var counts: [String: Int] = [:]

    init(salt: [UInt8]) {
        self.salt = salt
    }

    /// `person1@example.com`.
    mutating func email(_ text: String) -> String { "person\(number(of: text.lowercased(), "email"))@example.com" }

    /// A fictitious number (+1 500 555 xxxx) in the way the original is written: with a plus, with separators, without
    /// a country code.
    mutating func phone(_ text: String) -> String {
        let digits = text.utf8.filter { (48...57).contains($0) }
        let whole = digits.count == 10 ? [UInt8(ascii: "1")] + digits : Array(digits)
        let number = number(of: String(decoding: whole, as: UTF8.self), "phone") + 99
        let new = Array("1500555\(Self.padded(number % 10_000, to: 4))".utf8)
        guard digits.count == 10 || digits.count == 11 else {
            return (text.hasPrefix("+") ? "+" : "") + String(decoding: new, as: UTF8.self)
        }
        var rest = new.suffix(digits.count)[...]
        let written = text.utf8.map { byte in (48...57).contains(byte) ? rest.popFirst() ?? byte : byte }
        return String(decoding: written, as: UTF8.self)
    }

    /// A name of as many words, the same word for the same word.
    mutating func name(_ text: String) -> String {
        text.split(separator: " ").map { word in
            let number = number(of: word.lowercased(), "name") - 1
            let name = Self.names[number % Self.names.count]
            return number < Self.names.count ? name : "\(name)\(number / Self.names.count + 1)"
        }.joined(separator: " ")
    }

    /// `1 Example Street`.
    mutating func street(_ text: String) -> String { "\(number(of: text, "street")) Example Street" }

    /// `Example City 1`.
    mutating func city(_ text: String) -> String { "Example City \(number(of: text, "city"))" }

    /// `Example text 1`.
    mutating func sentence(_ text: String) -> String { "Example text \(number(of: text, "text"))" }

    /// An address of a documentation network (RFC 5737).
    mutating func networkAddress(_ text: String) -> String { "192.0.2.\(number(of: text, "address") % 254 + 1)" }

    /// Other digits in the same groups.
    func number(_ text: String) -> String {
        let digits = text.utf8.filter(LeafText.isDigit)
        var new = Array(word(String(decoding: digits, as: UTF8.self)).utf8)[...]
        let written = text.utf8.map { LeafText.isDigit($0) ? new.popFirst() ?? $0 : $0 }
        return String(decoding: written, as: UTF8.self)
    }

    /// Other letters and digits in the same places, of the same kind: hexadecimal stays hexadecimal.
    func word(_ text: String) -> String {
        let source = Array(text.utf8)
        let isHex = source.count >= 8 && source.allSatisfy(Self.isLowerHex) && source.contains { $0 > 96 }
        for attempt in UInt8(0)...9 {
            let random = stream(source + [0, attempt], count: source.count)
            let new = zip(source, random).enumerated().map { place, pair in
                Self.letter(like: pair.0, pair.1, isHex: isHex, isFirst: place == 0)
            }
            if new != source { return String(decoding: new, as: UTF8.self) }
        }
        return String(repeating: "x", count: source.count)
    }

    /// As many bytes as asked for, which depend on `seed`.
    func stream(_ seed: [UInt8], count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = HashAlgorithm.sha256.authenticate(seed, key: salt)
        while bytes.count < count {
            bytes += block
            block = HashAlgorithm.sha256.authenticate(block, key: salt)
        }
        return Array(bytes.prefix(count))
    }

    /// A number does not begin with a zero, or it would be no number in JSON.
    private static func letter(like byte: UInt8, _ random: UInt8, isHex: Bool, isFirst: Bool) -> UInt8 {
        switch byte {
        case 48...57:
            isFirst ? 49 + random % 9 : isHex ? Array("0123456789abcdef".utf8)[Int(random & 15)] : 48 + random % 10
        case 97...102 where isHex: Array("0123456789abcdef".utf8)[Int(random & 15)]
        case 65...90: 65 + random % 26
        case 97...122: 97 + random % 26
        default: UInt8(ascii: "x")
        }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

    private mutating func number(of text: String, _ kind: String) -> Int {
        let key = ByteKey("\(kind):\(text)")
        if let known = numbers[key] { return known }
        let next = counts[kind, default: 0] + 1
        (counts[kind], numbers[key]) = (next, next)
        return next
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
