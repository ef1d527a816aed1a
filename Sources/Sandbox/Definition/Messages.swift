import CEL
import Connectors
import Core

/// How a body is written.
enum BodyTemplate: Sendable {
    case none
    case json(DataTemplate)
    /// Names and values; a list repeats its name.
    case form([DataField])
    case text(Template)

    /// The bytes and their media type.
    func render(_ bindings: Bindings) throws(SandboxFailure) -> (bytes: [UInt8], contentType: String?) {
        switch self {
        case .none: ([], nil)
        case .json(let data): (try data.json(bindings).map(\.bytes) ?? [], contentType)
        case .form(let fields): (Array(FormCoding.encode(try fields.pairs(bindings)).utf8), contentType)
        case .text(let template): (Array((try template.text(bindings) ?? "").utf8), contentType)
        }
    }

    /// What is written, as data: a form as an object.
    func data(_ bindings: Bindings) throws(SandboxFailure) -> JSON {
        switch self {
        case .none: .null
        case .json(let data): try data.json(bindings) ?? .null
        case .form(let fields): .object(try fields.object(bindings))
        case .text(let template): try template.json(bindings) ?? .null
        }
    }

    /// What a body of this kind is, unless a header says otherwise.
    var contentType: String? {
        switch self {
        case .none: nil
        case .json: "application/json"
        case .form: "application/x-www-form-urlencoded"
        case .text: "text/plain; charset=utf-8"
        }
    }
}

/// What a provider answers.
struct ReplyTemplate: Sendable {
    let status: Int
    let headers: [DataField]
    let body: BodyTemplate

    func reply(_ bindings: Bindings) throws(SandboxFailure) -> HTTPReply {
        let (bytes, contentType) = try body.render(bindings)
        let headers = try headers.pairs(bindings)
        return HTTPReply(status: status, headers: headers.withContentType(contentType), body: bytes)
    }
}

/// What a provider posts.
struct WebhookTemplate: Sendable {
    /// Where it goes.
    enum Target: Sendable {
        /// The source's own hook at the daemon.
        case hook
        case url(Template)
    }

    let method: String
    let target: Target
    let headers: [DataField]
    let body: BodyTemplate
}

extension [(name: String, value: String)] {
    /// With a media type, unless one is there or there is none to add.
    func withContentType(_ contentType: String?) -> Self {
        guard let contentType, !contains(where: { $0.name.lowercased() == "content-type" }) else { return self }
        return [("Content-Type", contentType)] + self
    }
}
