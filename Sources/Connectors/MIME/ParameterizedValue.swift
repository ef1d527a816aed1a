import Core

/// A header's value with parameters, such as `form-data; name="a"` (RFC 2045 section 5.1, RFC 2183 section 2).
struct ParameterizedValue {
    /// Parameters of one value; one with more is not read.
    private static let parameterLimit = 32

    /// What stands before the first semicolon, in lower case.
    let value: String
    private let parameters: [(name: String, value: String)]

    /// Reads a value.
    ///
    /// Nil when it is malformed or gives a parameter twice: two readers would take another one of them.
    init?(_ text: String) {
        var cursor = ByteCursor(Array(text.utf8))
        value = String(decoding: cursor.take { $0 != UInt8(ascii: ";") }, as: UTF8.self).trimmed.lowercased()
        var found: [(name: String, value: String)] = []
        while cursor.skip(UInt8(ascii: ";")) {
            cursor.skipBlanks()
            if cursor.isAtEnd { break }
            guard let parameter = cursor.parameter(), found.count < Self.parameterLimit,
                !found.contains(where: { $0.name.hasSameBytes(as: parameter.name) })
            else { return nil }
            found.append(parameter)
            cursor.skipBlanks()
        }
        guard !value.isEmpty, cursor.isAtEnd else { return nil }
        parameters = found
    }

    /// A parameter by its name in lower case.
    subscript(_ name: String) -> String? { parameters.first { $0.name.hasSameBytes(as: name) }?.value }
}

extension ByteCursor {
    /// `name=value` or `name="value"`.
    fileprivate mutating func parameter() -> (name: String, value: String)? {
        let name = take(while: \.isTokenByte)
        guard !name.isEmpty, skip(UInt8(ascii: "=")) else { return nil }
        guard let value = skip(UInt8(ascii: "\"")) ? quoted() : word() else { return nil }
        return (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self))
    }

    private mutating func word() -> [UInt8]? {
        let word = take { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }
        return word.isEmpty ? nil : Array(word)
    }

    /// Up to the closing quote; nil when there is none.
    ///
    /// A backslash escapes a quote or itself and otherwise stands for itself, as in the paths that browsers sent.
    private mutating func quoted() -> [UInt8]? {
        var value: [UInt8] = []
        while let byte = next() {
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\"), let escaped = peek, "\"\\".utf8.contains(escaped) {
                value.append(escaped)
                _ = next()
            } else {
                value.append(byte)
            }
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it may stand in a token (RFC 9110 section 5.6.2), of which header and parameter names are made.
    var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        // ! # $ % & ' * + - . ^ _ ` | ~
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// Whether it is a space or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
