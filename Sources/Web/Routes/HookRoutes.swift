import Connectors
import Core
import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline

/// `/hooks/{source}`: where providers post.
///
/// What is answered is the connector's business.
struct HookRoutes: Sendable {
    let gateway: Gateway

    func add(to router: Router<GatewayContext>) {
        for method in HTTPRequest.Method.known {
            router.on("/hooks/:source", method: method, use: answer)
            router.on("/hooks/:source/**", method: method, use: answer)
        }
    }

    @Sendable
    private func answer(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let name = context.parameters.get("source") ?? ""
        let configuration = gateway.configuration.value
        do {
            let source = try configuration.source(named: name, method: request.method.rawValue)
            guard request.isPlain, source.connector.reads(contentType: request.headers[.contentType]) else {
                return Problem(.unsupportedMediaType, "This source reads bodies of another kind.").response
            }
            let body = try await request.wholeBody(upTo: min(source.connector.maxBody, configuration.reach.maxBody))
            let headers = request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
            let sender = configuration.reach.proxies?.sender(peer: context.peer, headers: headers)
            let webhook = RawWebhook(
                source: name,
                method: request.method.rawValue,
                url: configuration.reach.publicURL.text + request.uri.string,
                headers: headers,
                body: body,
                received: gateway.clock.now,
                peer: sender.map(\.address) ?? context.peer,
                clientSubject: sender?.subject
            )
            return Response(try await gateway.intake.accept(webhook, of: source))
        } catch let error as IntakeError {
            return Response(error)
        }
    }
}

extension Request {
    /// Whether the body is as it was written: nothing here unpacks compressed bodies.
    fileprivate var isPlain: Bool {
        headers[.contentEncoding].map { $0 == "identity" } ?? true
    }

    /// The body, unless it is longer than `limit` or breaks off.
    func wholeBody(upTo limit: Int) async throws(Problem) -> [UInt8] {
        let tooLarge = Problem(.contentTooLarge, "The body must not be longer than \(limit) bytes.")
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        do {
            let buffer = try await body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch {
            throw error is NIOTooManyBytesError ? tooLarge : Problem(.badRequest, "The body broke off.")
        }
    }
}

extension Response {
    init(_ answer: HookAnswer) {
        var headers = HTTPFields()
        if let type = answer.contentType { headers[.contentType] = type }
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { headers.append(HTTPField(name: field, value: value)) }
        }
        self.init(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    init(_ error: IntakeError) {
        switch error {
        case .unknownSource:
            self = Problem(.notFound, "No source has this name.").response
        case .methodNotAllowed(let methods):
            self = Problem.methodNotAllowed("This source takes other methods.", allowed: methods).response
        case .refused(let answer): self.init(answer)
        case .malformed(let reason): self = Problem(.badRequest, reason).response
        case .overloaded: self = Problem.overloaded.response
        case .storeFailed: self = Problem.storeFailed.response
        }
    }
}
