import Core
import HTTPTypes
import Hummingbird

/// An error as the API tells it (RFC 9457).
struct Problem: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    /// One sentence for a person; never a payload or an address.
    let detail: String
    /// Seconds after which it may be tried again, when that helps.
    var retryAfter: Int?

    init(_ status: HTTPResponse.Status, _ detail: String, retryAfter: Int? = nil) {
        self.status = status
        self.detail = detail
        self.retryAfter = retryAfter
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        response
    }

    var response: Response {
        let body: JSON = [
            "type": "about:blank", "title": .string(status.reasonPhrase), "status": .int(Int64(status.code)),
            "detail": .string(detail),
        ]
        var response = Response(json: body, status: status, type: "application/problem+json")
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    static let overloaded = Problem(.serviceUnavailable, "The daemon is busy; try again.", retryAfter: 2)
    static let storeFailed = Problem(
        .serviceUnavailable,
        "The store cannot write; the daemon must recover.",
        retryAfter: 30
    )
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
