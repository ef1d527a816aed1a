import Core

/// The value of a secret as somebody pasted it: slips that happen on the way.
struct SecretText {
    private let bytes: [UInt8]
    private let lower: String

    private static let placeholders = [
        "changeme", "change_me", "change-me", "replaceme", "replace_me", "replace-me", "placeholder", "your_", "your-",
        "insert_", "todo",
    ]

    init(_ secret: Secret) {
        bytes = Array(secret.reveal().utf8)
        lower = secret.reveal().lowercased()
    }

    /// The slip that most likely happened; nil when it looks well.
    var slip: SecretFault? {
        if isPlaceholder {
            return SecretFault(message: "is a placeholder", hint: "put the provider's own value in its place")
        }
        if let first = bytes.first, let last = bytes.last, isBlank(first) || isBlank(last) {
            let hint = "take it away: it counts as part of the secret"
            return SecretFault(message: "begins or ends with a blank or a line end", hint: hint)
        }
        if isQuoted {
            let hint = "take the quotes away: they count as part of the secret"
            return SecretFault(message: "stands in quotes", hint: hint, isError: false)
        }
        guard let lost = unfilled else { return nil }
        return SecretFault(message: "is a \(lost) that nobody has filled in", hint: "write what it should stand for")
    }

    private var isPlaceholder: Bool {
        let isShort = bytes.count <= 64
        let isOneByte = bytes.count > 2 && bytes.allSatisfy { $0 == bytes[0] }
        let isBracketed = bytes.first == UInt8(ascii: "<") && bytes.last == UInt8(ascii: ">")
        return isOneByte || isShort && (isBracketed || Self.placeholders.contains(where: lower.contains))
    }

    private var isQuoted: Bool {
        guard bytes.count >= 2, let first = bytes.first, first == bytes.last else { return false }
        return [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")].contains(first)
    }

    private var unfilled: String? {
        if lower.hasPrefix("${"), lower.hasSuffix("}") { return "variable" }
        return lower.hasPrefix("{{") && lower.hasSuffix("}}") ? "template" : nil
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
