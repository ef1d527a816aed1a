extension Library {
    /// `url_base url_path url_query url_host url_port_variants`.
    static let urls: [Function] = [
        Function("url_base(string) -> string") { call in URLParts.read(call) { Value($0.base) } },
        Function("url_path(string) -> string") { call in URLParts.read(call) { Value($0.path) } },
        Function("url_query(string) -> string") { call in URLParts.read(call) { Value($0.query) } },
        Function("url_host(string) -> string") { call in URLParts.read(call) { Value($0.host.lowercased()) } },
        Function("url_port_variants(string) -> list(string)") { call in
            URLParts.read(call) { .list($0.portVariants.map { Value($0) }) }
        },
    ]
}

/// A URL taken apart without changing a byte of it (RFC 3986 appendix B).
struct URLParts {
    private let scheme: String
    private let userInfo: String
    /// Without the port; an IPv6 address in its brackets.
    let host: String
    private let port: String
    /// From the first slash to the question mark.
    let path: String
    /// Behind the question mark, without it.
    let query: String
    private let tail: String
    /// Everything before the question mark.
    let base: String

    static func read(_ call: Call, _ answer: (URLParts) -> Value) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: 4 * text.byteCount) else { return call.overBudget }
        guard let parts = URLParts(Array(text.string.utf8)) else {
            return call.invalid("not a URL with a scheme and a host")
        }
        return answer(parts)
    }

    private init?(_ bytes: [UInt8]) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let start = colon + 3
        let end = bytes[start...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.count
        let pathEnd = bytes[end...].firstIndex { "?#".utf8.contains($0) } ?? bytes.count
        let authority = bytes[start..<end]
        let hostStart = authority.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? start
        let bracket = bytes[hostStart..<end].lastIndex(of: UInt8(ascii: "]")) ?? hostStart
        let portColon = bytes[bracket..<end].lastIndex(of: UInt8(ascii: ":")) ?? end
        guard portColon > hostStart else { return nil }
        let hasQuery = pathEnd < bytes.count && bytes[pathEnd] == UInt8(ascii: "?")
        scheme = Self.text(bytes[..<colon])
        userInfo = Self.text(bytes[start..<hostStart])
        host = Self.text(bytes[hostStart..<portColon])
        port = Self.text(bytes[portColon..<end])
        path = Self.text(bytes[end..<pathEnd])
        query = hasQuery ? Self.text(bytes[(pathEnd + 1)...].prefix { $0 != UInt8(ascii: "#") }) : ""
        tail = Self.text(bytes[end...])
        base = Self.text(bytes[..<pathEnd])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// As given, without the port, and with the scheme's own port written out: a signer may have used any of them.
    var portVariants: [String] {
        let bare = "\(scheme)://\(userInfo)\(host)"
        let known = [":443", ":80"][scheme.lowercased() == "https" ? 0 : 1]
        var variants: [Text] = []
        for variant in ["\(bare)\(port)\(tail)", "\(bare)\(tail)", "\(bare)\(known)\(tail)"]
        where !variants.contains(Text(variant)) {
            variants.append(Text(variant))
        }
        return variants.map(\.string)
    }
}
