import Core

/// A URL in the parts that a signature is over (RFC 3986).
struct SignedURL {
    /// Scheme, host and port.
    private let origin: String
    private let path: String
    private let pairs: [(name: String, value: String)]
    /// What the header `host` says: no port where it is the scheme's own.
    let host: String

    /// Takes a URL apart; nil for one without a scheme and a host.
    ///
    /// Its fragment, which is not sent, is left out.
    init?(_ url: String) {
        guard let parts = ActionURL(url) else { return nil }
        origin = parts.origin
        let target = parts.target.utf8.prefix { $0 != UInt8(ascii: "#") }
        let path = String(decoding: Array(target.prefix { $0 != UInt8(ascii: "?") }), as: UTF8.self)
        self.path = path.isEmpty ? "/" : path
        pairs = FormText.query(of: url)
        host = Self.host(origin)
    }

    /// The whole, its query in one spelling.
    var text: String {
        let query = pairs.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
        return origin + path + (query.isEmpty ? "" : "?\(query)")
    }

    /// The query, sorted by what is sent.
    var canonicalQuery: String {
        let encoded = pairs.map { (name: Self.encode($0.name), value: Self.encode($0.value)) }
        let sorted = encoded.sorted { left, right in
            left.name.hasSameBytes(as: right.name)
                ? left.value.bytesPrecede(right.value) : left.name.bytesPrecede(right.name)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The path; where it is encoded twice also without `.`, `..` and empty segments.
    func canonicalPath(isEncodedTwice: Bool) -> String {
        guard isEncodedTwice else { return path }
        var segments: [String] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")).map({ String(decoding: Array($0), as: UTF8.self) })
        {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(Self.encode(segment))
            }
        }
        let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        return "/\(segments.joined(separator: "/"))\(end)"
    }

    private static func host(_ origin: String) -> String {
        let isSecure = origin.hasPrefix("https://")
        let authority = String(origin.dropFirst(isSecure ? "https://".count : "http://".count))
        let port = isSecure ? ":443" : ":80"
        return authority.hasSuffix(port) ? String(authority.dropLast(port.count)) : authority
    }

    /// Unreserved characters stay, everything else becomes `%XX` (RFC 3986 section 2.3).
    private static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            let isAlphanumeric = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            if isAlphanumeric || "-._~".utf8.contains(byte) {
                out.append(byte)
            } else {
                out += Array("%\(Hex.encode([byte]).uppercased())".utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
