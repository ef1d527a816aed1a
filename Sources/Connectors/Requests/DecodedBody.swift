import CEL
import Core

/// How a connector reads bodies.
enum Decoding: String, CaseIterable, Sendable {
    /// By `Content-Type`: JSON, form, otherwise neither.
    case auto
    case json
    case form
    case text

    /// How it reads the body of this request, which only `auto` asks.
    func reads(_ webhook: RawWebhook) -> Decoding {
        guard self == .auto else { return self }
        let header = webhook.headers.last { $0.name.hasSameBytes(as: "content-type") }
        let type = String(decoding: (header?.value ?? "").utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            .lowercased().filter { $0 != " " }
        if type.hasSameBytes(as: "application/json") || type.hasSuffix("+json") { return .json }
        return type.hasSameBytes(as: "application/x-www-form-urlencoded") ? .form : .text
    }
}

/// A body as its connector reads it; at most one of the two is there.
struct DecodedBody: Sendable {
    var json: Value?
    var form: [(name: String, value: String)]?

    /// Reads the body of a request.
    ///
    /// The connector chooses the parser; only `auto` believes `Content-Type`. - Throws: when the body is no JSON though
    /// it must be.
    init(_ webhook: RawWebhook, as decoding: Decoding) throws(ReadFailure) {
        switch decoding.reads(webhook) {
        case .json: json = try Self.json(webhook.body)
        case .form: form = try Self.form(webhook.body)
        case .text, .auto: break
        }
    }

    /// Fields of a form.
    ///
    /// A form is decoded before it is believed, and a field takes far more room decoded than sent.
    private static let fieldLimit = 10_000

    private static func form(_ body: [UInt8]) throws(ReadFailure) -> [(name: String, value: String)] {
        let count = body.lazy.filter { $0 == UInt8(ascii: "&") }.count + 1
        guard count <= fieldLimit else { throw ReadFailure(reason: "the form has more than \(fieldLimit) fields") }
        return FormText.pairs(body)
    }

    private static func json(_ body: [UInt8]) throws(ReadFailure) -> Value? {
        guard !body.isEmpty else { return nil }
        do throws(JSONError) {
            return Value(try JSON.parse(body))
        } catch {
            throw ReadFailure(reason: "the body is not JSON: \(error.reason) at byte \(error.offset)")
        }
    }
}
