import CEL
import Core

/// Addresses from which something may be fetched because a request says so: what keeps out keys of other people.
struct AllowedURLs: Sendable {
    /// Bytes of a URL.
    private static let lengthLimit = 2048
    /// Bytes that readers of URLs disagree on, or that RFC 3986 has no place for.
    private static let refusedBytes = Set("\"#<>\\^`{|}".utf8)

    let pattern: WholePattern

    /// Whether the whole of `url` matches, and no two readers could take it for different addresses.
    func allows(_ url: String) -> Bool { Self.isPlain(url) && pattern.matches(url) }

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
