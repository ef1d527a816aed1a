import Core
import HTTPTypes
import Hummingbird

/// An error as the API tells it (RFC 9457).
struct Problem: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    /// One sentence for a person; never a payload or an address.
    let detail: String
    /// What helps to do better next time.
    let headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        response
    }

    var response: Response {
        var response = Response(json: json, status: status, type: "application/problem+json")
        response.headers.append(contentsOf: headers)
        return response
    }

    var json: JSON {
        [
            "type": "about:blank", "title": .string(status.reasonPhrase), "status": .int(Int64(status.code)),
            "detail": .string(detail),
        ]
    }

    static let overloaded = Problem(
        .serviceUnavailable,
        "The daemon is busy; try again.",
        headers: [.retryAfter: "2"]
    )
    static let storeFailed = Problem(
        .serviceUnavailable,
        "The store cannot write; the daemon must recover.",
        headers: [.retryAfter: "30"]
    )

    static func methodNotAllowed(_ detail: String, allowed: some Sequence<String>) -> Problem {
        Problem(.methodNotAllowed, detail, headers: [.allow: allowed.sorted().joined(separator: ", ")])
    }
}

extension Response {
    /// A JSON answer.
    init(json: JSON, status: HTTPResponse.Status = .ok, type: String = "application/json") {
        self.init(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes))
        )
    }
}
