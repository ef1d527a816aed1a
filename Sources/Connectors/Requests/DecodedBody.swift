import CEL
import Core

/// A body as its connector reads it; at most one of its kinds is there.
struct DecodedBody: Sendable {
    /// JSON, or the claims of a token.
    private(set) var json: Value?
    /// ``json`` as it was read.
    private(set) var document: JSON?
    private(set) var xml: Value?
    private(set) var form: [(name: String, value: String)]?
    private(set) var files: [FormFile] = []
    /// What came as bytes of which only somebody knows how they are to be read.
    private var multipart: MultipartForm?

    /// Fields of a form.
    ///
    /// A form is decoded before it is believed, and a field takes far more room decoded than sent.
    private static let fieldLimit = 10_000

    /// Reads the body of a request.
    ///
    /// The connector chooses the parser; only `auto` believes `Content-Type`. - Throws: when the body is not what it must
    /// be; an empty one may be missing.
    init(_ webhook: RawWebhook, as decoding: Decoding) throws(ReadFailure) {
        let (decoding, isEmpty) = (decoding.reads(webhook), webhook.body.isEmpty)
        switch decoding {
        case .form: form = try Self.form(webhook.body)
        case .json where !isEmpty: take(try Self.json(webhook.body))
        case .xml where !isEmpty: xml = try Self.xml(webhook.body)
        case .jwt where !isEmpty: json = try Self.claims(webhook.body)
        case .multipart where !isEmpty: take(try MultipartForm(webhook.body, contentType: webhook.contentType ?? ""))
        default: break
        }
    }

    /// Whether its fields may be in a charset that none of them tells.
    var hasFieldsAsBytes: Bool { multipart != nil }

    /// Reads its fields again, each in the charset that is given for it.
    mutating func read(inCharsets charsets: [String: String]) {
        form = multipart?.text(charsets: charsets) ?? form
    }

    private mutating func take(_ document: JSON) {
        self.document = document
        json = Value(document)
    }

    private mutating func take(_ form: MultipartForm) {
        multipart = form
        self.form = form.text()
        files = form.files
    }

    private static func form(_ body: [UInt8]) throws(ReadFailure) -> [(name: String, value: String)] {
        let count = body.lazy.filter { $0 == UInt8(ascii: "&") }.count + 1
        guard count <= fieldLimit else { throw ReadFailure(reason: "the form has more than \(fieldLimit) fields") }
        return FormText.pairs(body)
    }

    private static func json(_ body: [UInt8]) throws(ReadFailure) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(body)
        } catch {
            throw ReadFailure(reason: "the body is not JSON: \(error.reason) at byte \(error.offset)")
        }
    }

    private static func xml(_ body: [UInt8]) throws(ReadFailure) -> Value {
        do throws(XMLFailure) {
            return try XMLDocument.parse(body)
        } catch {
            throw ReadFailure(reason: "the body is not XML: \(error.reason) at byte \(error.offset)")
        }
    }

    private static func claims(_ body: [UInt8]) throws(ReadFailure) -> Value {
        guard let token = JSONWebToken(String(decoding: body, as: UTF8.self).trimmed) else {
            throw ReadFailure(reason: "the body is not a token with claims")
        }
        return Value(JSON.object(token.claims))
    }
}
