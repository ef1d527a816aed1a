import CEL
import Core

/// Addresses from which something may be fetched because a request says so: what keeps out keys of other people.
struct AllowedURLs: Sendable {
    /// Bytes of a URL.
    private static let lengthLimit = 2048
    /// Bytes that readers of URLs disagree on, or that RFC 3986 has no place for.
    private static let refusedBytes = Set("\"#<>\\^`{|}".utf8)

    let pattern: WholePattern
    /// The host that the pattern names, where it names one.
    var host: String?

    /// Whether the whole of `url` matches, and no two readers could take it for different addresses.
    func allows(_ url: String) -> Bool { Self.isPlain(url) && pattern.matches(url) }

    /// The host of a pattern such as `https://keys\.example\.com/.*`; nil where it may be one of several.
    static func host(in pattern: some StringProtocol) -> String? {
        let scheme = "https://".utf8
        guard pattern.utf8.starts(with: scheme) else { return nil }
        var host: [UInt8] = []
        var isEscaped = false
        for byte in pattern.utf8.dropFirst(scheme.count) {
            if byte == UInt8(ascii: "/"), !isEscaped {
                return host.isEmpty ? nil : String(decoding: host, as: UTF8.self)
            }
            let isName = (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
            guard isEscaped ? byte == UInt8(ascii: ".") : isName || byte == UInt8(ascii: "\\") else { return nil }
            isEscaped = byte == UInt8(ascii: "\\")
            if !isEscaped { host.append(byte) }
        }
        return nil
    }

    /// https with a host, no user, no fragment, nothing escaped before the path.
    static func isPlain(_ url: String) -> Bool {
        let scheme = "https://".utf8
        guard url.utf8.count <= lengthLimit, url.utf8.starts(with: scheme) else { return false }
        let rest = url.utf8.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        return !authority.isEmpty && !authority.contains(UInt8(ascii: "@")) && !authority.contains(UInt8(ascii: "%"))
            && rest.allSatisfy { (0x21...0x7E).contains($0) && !refusedBytes.contains($0) }
    }
}
