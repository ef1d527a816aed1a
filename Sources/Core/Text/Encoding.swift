/// Hexadecimal text of bytes and back (RFC 4648 section 8).
///
/// Any case is read, lower case is written.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Lower-case hexadecimal digits of `bytes`.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String { encode(Array(bytes)) }

    /// Lower-case hexadecimal digits of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` spells, or nil when it has an odd length or another character.
    public static func decode(_ text: String) -> [UInt8]? {
        let source = Array(text.utf8)
        guard source.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count / 2)
        for index in stride(from: 0, to: source.count, by: 2) {
            guard let high = value(of: source[index]), let low = value(of: source[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Base64 of bytes and back (RFC 4648 sections 4 and 5).
///
/// Both alphabets are read, padding is optional.
public enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, letter) in standard.enumerated() { table[Int(letter)] = UInt8(value) }
        for (value, letter) in urlSafe.enumerated() { table[Int(letter)] = UInt8(value) }
        return table
    }()

    /// Base64 of `bytes`; padded in the standard alphabet, unpadded in the URL-safe one.
    public static func encode(_ bytes: [UInt8], urlSafe isURLSafe: Bool = false) -> String {
        let alphabet = isURLSafe ? urlSafe : standard
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let first = bytes[index]
            let second = left > 1 ? bytes[index + 1] : 0
            let third = left > 2 ? bytes[index + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int((first & 3) << 4 | second >> 4)])
            if left > 1 { text.append(alphabet[Int((second & 15) << 2 | third >> 6)]) }
            if left > 2 { text.append(alphabet[Int(third & 63)]) }
            index += 3
        }
        while !isURLSafe, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` spells, or nil when a character or the length does not fit.
    public static func decode(_ text: String) -> [UInt8]? {
        var source = Array(text.utf8)
        while source.last == UInt8(ascii: "=") { source.removeLast() }
        guard source.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for letter in source {
            let value = values[Int(letter)]
            guard value != 255 else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
