import Core

/// An absolute URL in two parts: where it goes, and what is asked for there.
struct ActionURL {
    /// Scheme, host and port.
    let origin: String
    /// Path, query and fragment, byte for byte.
    let target: String

    /// Splits a URL; nil when it is not absolute http or https.
    init?(_ text: String) {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
        let scheme = text.utf8.prefix { $0 != UInt8(ascii: "/") }
        let authority = text.utf8.dropFirst(scheme.count + 2).prefix { !Self.endsAuthority($0) }
        guard !authority.isEmpty else { return nil }
        let length = scheme.count + 2 + authority.count
        origin = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
        target = String(decoding: Array(text.utf8.dropFirst(length)), as: UTF8.self)
    }

    private init(origin: String, target: String) {
        self.origin = origin
        self.target = target
    }

    /// The whole.
    var text: String { origin + target }

    /// This URL at another place: `base` gives scheme, host and port, and a path that comes first.
    func based(on base: String?) -> ActionURL {
        guard var base else { return self }
        while base.utf8.last == UInt8(ascii: "/") { base.removeLast() }
        return ActionURL(origin: base, target: target)
    }

    /// With more parameters in the query.
    func adding(query pairs: [(name: String, value: String)]) -> ActionURL {
        guard !pairs.isEmpty else { return self }
        let separator = target.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        return ActionURL(origin: origin, target: target + separator + FormText.encode(pairs))
    }

    /// Whether nobody can read on the way what is sent: https, or http that does not leave this machine.
    var isConfidential: Bool {
        if origin.hasPrefix("https://") { return true }
        let authority = origin.utf8.dropFirst("http://".utf8.count).prefix { !Self.endsAuthority($0) }
        let name = String(decoding: Array(authority), as: UTF8.self).lowercased()
        if name == "[::1]" || name.hasPrefix("[::1]:") { return true }
        let host = name.prefix { $0 != ":" }
        let isAddress = host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (48...57).contains($0) }
        return isAddress || host == "localhost"
    }

    /// Whether scheme and host of a template stand before its first expression.
    static func hasFixedHost(_ template: String) -> Bool {
        let literal = Array(
            template.utf8.split(separator: UInt8(ascii: "$"), maxSplits: 1, omittingEmptySubsequences: false)[0]
        )
        guard let url = ActionURL(String(decoding: literal, as: UTF8.self)) else { return false }
        return literal.count == template.utf8.count || !url.target.isEmpty
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
