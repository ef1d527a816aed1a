import Core

/// What a request must look like before libcurl sees it.
///
/// All checks work on UTF-8 bytes: `"\r\n"` is one `Character` in Swift and slips through checks that look at
/// characters.
enum RequestCheck {
    /// How the URL says it will be reached.
    enum Scheme {
        case https
        case http
    }

    /// Methods we send.
    static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]

    /// Why `call` cannot be sent, or nil.
    static func problem(with call: HTTPCall) -> CallFailure? {
        if let envelope = call.envelope { return MailCheck.problem(with: call, envelope) }
        guard methods.contains(where: call.method.hasSameBytes), isPrintable(call.url),
            let scheme = scheme(of: call.url),
            call.headers.allSatisfy({ isName($0.name) && isValue($0.value) })
        else { return .malformedRequest }
        return scheme == .http && !call.limits.allowsPrivateAddresses ? .addressForbidden : nil
    }

    /// `https` or `http`; nil for every other or a missing scheme.
    static func scheme(of url: String) -> Scheme? {
        let start = url.utf8.prefix { $0 != UInt8(ascii: "/") }.map(lowered)
        guard url.utf8.dropFirst(start.count).starts(with: "//".utf8) else { return nil }
        if start.elementsEqual("https:".utf8) { return .https }
        return start.elementsEqual("http:".utf8) ? .http : nil
    }

    /// A header's name: a token (RFC 9110, section 5.6.2) that does not steer the connection or the framing.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isTokenByte) && !reservedNames.contains { isSameName($0, name) }
    }

    /// A header's value: no control but the tab (RFC 9110, section 5.5).
    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Whether `name` is `lowercase` in any mixture of ASCII capitals and small letters.
    static func isSameName(_ lowercase: String, _ name: String) -> Bool {
        lowercase.utf8.count == name.utf8.count && lowercase.utf8.elementsEqual(name.utf8.lazy.map(lowered))
    }

    /// The ASCII small letter of a capital, any other byte as it is.
    static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// Names that are ours: where the request goes, how it is framed, hop-by-hop (RFC 9110, section 7.6.1).
    private static let reservedNames = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection",
        "proxy-authorization", "proxy-authenticate", "te", "trailer", "upgrade", "expect",
    ]

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        // ! # $ % & ' * + - . ^ _ ` | ~
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// Only visible ASCII: a URL is percent-encoded before it comes here.
    private static func isPrintable(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
