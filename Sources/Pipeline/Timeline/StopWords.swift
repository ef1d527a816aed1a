import Core

/// What a person means by a short text: the union of the carriers' and the regulator's opt-out words
/// (47 CFR 64.1200(a)(10); CTIA; carriers' lists), read as whole messages, and plain phrases.
enum StopWords {
    private static let words: Set<String> = [
        "stop", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe", "stopall", "stop all",
        "arret", "remove", "td",
    ]
    private static let phrases = [
        "stop texting", "stop messaging", "do not text", "dont text", "no more texts", "unsubscribe me",
        "remove me", "stop sending",
    ]

    /// Whether a text asks for no more messages on its medium.
    static func isOptOut(_ text: String) -> Bool {
        let plain = normalize(text)
        return words.contains(plain) || phrases.contains { plain.contains($0) }
    }

    /// Lower case, letters and digits only, single spaces between.
    private static func normalize(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.lowercased().utf8.prefix(1024) {
            switch byte {
            case 97...122, 48...57, 0x80...: out.append(byte)
            case UInt8(ascii: "'"): continue
            default: if out.last != 0x20, !out.isEmpty { out.append(0x20) }
            }
        }
        while out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }
}
