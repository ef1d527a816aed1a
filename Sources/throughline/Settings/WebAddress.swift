import Core
import YAML

/// An http(s) URL of an operator: scheme, host, perhaps a port and a path.
struct WebAddress {
    let isSecure: Bool
    /// Without port; an IPv6 address keeps its brackets.
    let host: String

    /// Whether it is this machine.
    var isLoopback: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(host) }

    /// Nil for anything else: another scheme, no host, a user, a query, a fragment, blanks.
    init?(_ text: String) {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        guard rest.allSatisfy({ (0x21...0x7E).contains($0) && !Self.refused.contains($0) }) else { return nil }
        let authority = String(decoding: rest.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self)
        guard let host = Self.host(of: authority) else { return nil }
        isSecure = scheme == "https://"
        self.host = host
    }

    private static let refused = Array("@?#\\\"<>".utf8)

    private static func host(of authority: String) -> String? {
        guard let end = HostAndPort.endOfHost(authority) else { return HostName.isHost(authority) ? authority : nil }
        let host = String(authority[..<end])
        let port = Int(authority[authority.index(after: end)...])
        return HostName.isHost(host) && port.map((1...65_535).contains) == true ? host : nil
    }
}

/// `HOST:PORT`, as in `listen`.
struct HostAndPort {
    let host: String
    let port: Int

    /// Nil when there is no port from 0 to 65535 behind the last colon.
    init?(_ text: String) {
        guard let end = Self.endOfHost(text), let port = Int(text[text.index(after: end)...]),
            (0...65_535).contains(port)
        else { return nil }
        host = String(text[..<end])
        self.port = port
    }

    /// The colon before the port; the colons inside brackets are none.
    static func endOfHost(_ text: String) -> String.Index? {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return text.utf8[colon...].contains(UInt8(ascii: "]")) ? nil : colon
    }
}

/// What a host may look like.
enum HostName {
    /// An IPv4 address, an IPv6 address in brackets, or a name of letters, digits, hyphens and points.
    static func isHost(_ text: String) -> Bool { isAddress(text) || isName(text) }

    /// An IPv4 address, or an IPv6 address in brackets or not.
    static func isAddress(_ text: String) -> Bool { isFour(text) || isSix(text) }

    private static func isName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.last?.allSatisfy(isDigit) == false
            && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameByte) }
    }

    private static func isFour(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit)
                    && Int(String(decoding: part, as: UTF8.self)).map { $0 <= 255 } == true
            }
    }

    /// RFC 4291 section 2.2, forms 1 and 2.
    private static func isSix(_ text: String) -> Bool {
        let inside = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        guard inside.utf8.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") }) else { return false }
        let groups = inside.utf8.split(separator: UInt8(ascii: ":"))
        guard groups.allSatisfy({ $0.count <= 4 }) else { return false }
        let colons = inside.utf8.count { $0 == UInt8(ascii: ":") }
        if let gap = inside.range(of: "::") {
            let rest = String(inside[gap.upperBound...])
            return !rest.hasPrefix(":") && rest.range(of: "::") == nil && groups.count <= 7
        }
        return groups.count == 8 && colons == 7
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }
}

extension MappingReader {
    /// The base of URLs.
    ///
    /// Plain http carries secrets in the open; where that matters it is taken to this machine only.
    func webAddress(_ key: String, plainOnlyToLoopback: Bool = false) -> String? {
        guard let text = text(key) else { return nil }
        guard let address = WebAddress(text.text) else {
            let hint = "write scheme and host, as in `https://gw.example.com`"
            problems.add("bad-value", "`\(key)` must be an http or https URL with a host", hint: hint, at: text)
            return nil
        }
        if plainOnlyToLoopback, !address.isSecure, !address.isLoopback {
            let message = "`\(key)` would carry secrets over plain http to \(address.host)"
            problems.add("bad-value", message, hint: "write `https://`; plain http goes to 127.0.0.1 only", at: text)
        }
        return text.text
    }
}
