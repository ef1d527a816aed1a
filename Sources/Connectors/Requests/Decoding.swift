import Core

/// How a connector reads bodies.
enum Decoding: String, CaseIterable, Sendable {
    /// By `Content-Type`: JSON, a form of either kind, XML, a token, otherwise text.
    case auto
    case json
    case form
    /// A form with files (RFC 7578).
    case multipart
    case xml
    /// A token (RFC 7519), whose claims are what JSON would be; whether it is signed is for `verify` to say.
    case jwt
    case text
    /// Rows with a delimiter between their fields, under a header (RFC 4180).
    case csv
    /// Rows whose fields stand at places of their own.
    case fixed
    /// Not at all: what there is to know stands in the URL and the headers.
    case none

    /// How it reads the body of this request, which only `auto` asks.
    func reads(_ webhook: RawWebhook) -> Decoding {
        self == .auto ? Self.ofMediaType(MediaType.name(of: webhook.contentType)) : self
    }

    /// Whether the body is a file of rows.
    var isFile: Bool { self == .csv || self == .fixed }

    private static func ofMediaType(_ name: String) -> Decoding {
        switch name {
        case "application/json": .json
        case MediaType.form: .form
        case MediaType.multipart: .multipart
        case _ where MediaType.markup.contains(where: name.hasSameBytes): .xml
        case MediaType.token: .jwt
        case _ where name.hasSuffix("+json"): .json
        case _ where name.hasSuffix("+xml"): .xml
        default: .text
        }
    }
}

/// Media types that bodies come in.
enum MediaType {
    static let form = "application/x-www-form-urlencoded"
    static let multipart = "multipart/form-data"
    static let markup = ["application/xml", "text/xml", "application/soap+xml"]
    static let token = "application/jwt"

    /// The name in a header's value, in lower case and without its parameters; empty when there is none.
    static func name(of header: String?) -> String {
        let name = String(decoding: (header ?? "").utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
        return name.trimmed.lowercased()
    }
}

extension RawWebhook {
    /// What its sender says the body is; of several headers the last counts.
    var contentType: String? { headers.last { $0.name.hasSameBytes(as: "content-type") }?.value }
}
