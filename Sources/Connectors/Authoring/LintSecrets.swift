import Core
import YAML

/// Looks for keys and passwords written into a connector, which everybody gets to see.
///
/// What it says never shows the line, since the secret stands in it.
struct LintSecrets {
    let problems: Problems

    /// Bytes of a random word that is taken for a key; shorter ones are too often ids and names.
    private static let keyLength = 24
    /// Groups of digits in such a word: a name has one or two.
    private static let digitGroups = 3
    /// Bytes of credentials that are not made up: some providers want any short word as the password.
    private static let credentialLength = 8

    func check(_ connector: Node) {
        for entry in connector.entries ?? [] where !["docs", "description"].contains(entry.key.text) {
            for text in entry.value.scalars where Self.holdsKey(text.text) { warn(at: text) }
        }
        for entry in ["actions", "tokens"].flatMap({ connector[$0]?.entries ?? [] }) {
            guard let auth = entry.value["request"]?["auth"] else { continue }
            for text in credentials(auth) where isClear(text) { warn(at: text) }
        }
    }

    /// What must be secret of `auth`.
    private func credentials(_ auth: Node) -> [SourceText] {
        let nodes = [
            auth["bearer"], auth["basic"]?["password"], auth["header"]?["value"], auth["query"],
            auth["aws_sigv4"]?["secret_key"],
        ]
        return nodes.compactMap { $0 }.flatMap(\.scalars)
    }

    private func isClear(_ text: SourceText) -> Bool {
        text.text.utf8.count >= Self.credentialLength && !text.text.contains("${") && !Self.holdsKey(text.text)
    }

    private func warn(at text: SourceText) {
        problems.add(
            Diagnostic(
                "secret-in-clear",
                "this looks like a secret",
                hint: "name it under `secrets:`, write `${secret(\"NAME\")}`, and give its value in `config.yaml`",
                severity: .warning,
                file: SourceFile(name: text.file.name, text: ""),
                place: text.place(at: 0)
            )
        )
    }

    /// Whether a word of a text looks random, or begins a private key.
    private static func holdsKey(_ text: String) -> Bool {
        if text.contains("PRIVATE KEY-----") { return true }
        return text.utf8.split { !isKeyByte($0) }.contains(where: isKey)
    }

    private static func isKey(_ word: Substring.UTF8View) -> Bool {
        guard word.count >= keyLength else { return false }
        var groups = 0
        var isAfterDigit = false
        for byte in word {
            let isDigit = (48...57).contains(byte)
            if isDigit, !isAfterDigit { groups += 1 }
            isAfterDigit = isDigit
        }
        return groups >= digitGroups
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
    }
}
