import Connectors
import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers everything that comes to the sandbox: `/SOURCE/…` as the provider, `/SOURCE/_events/NAME` to let
/// something happen there, `/_report`, `/_requests` and `/_events` to look at it.
struct SandboxResponder: HTTPResponder {
    /// Bytes of a body; providers take mails with attachments.
    private static let bodyLimit = 32 * 1024 * 1024

    let sandbox: SandboxServer

    @Sendable
    func respond(to request: Request, context: Connection) async throws -> Response {
        var request = request
        guard let buffer = try? await request.collectBody(upTo: Self.bodyLimit) else {
            return Response(.problem(413, "the body is too large"))
        }
        let address = SandboxAddress(request.uri.string)
        if address.source.utf8.first == UInt8(ascii: "_") { return Response(look(address)) }
        guard let provider = sandbox.provider(address.source) else {
            return Response(.problem(404, "no source of the sandbox is called `\(address.source)`"))
        }
        if let event = address.event {
            return Response(await cause(event, at: provider, request, Array(buffer: buffer)))
        }
        let incoming = ProviderRequest(
            raw: RawWebhook(
                source: provider.source.name,
                method: request.method.rawValue,
                url: (provider.source.baseURL ?? "") + address.target,
                headers: request.headers.map { (name: $0.name.canonicalName, value: $0.value) },
                body: Array(buffer: buffer),
                received: sandbox.clock.now
            ),
            path: address.path
        )
        return try await answer(incoming, by: provider, request, context)
    }

    private func answer(
        _ incoming: ProviderRequest,
        by provider: Provider,
        _ request: Request,
        _ connection: Connection
    ) async throws -> Response {
        let turn = provider.nextFaults()
        if turn.latency > .seconds(0) { try await Task.sleep(for: .microseconds(turn.latency.microseconds)) }
        switch turn.ending {
        case .reply(let reply, let name):
            provider.note(incoming, outcome: name)
            return Response(reply)
        case .close(let isAccepted, let name):
            if isAccepted { _ = sandbox.take(incoming, provider) }
            provider.note(incoming, outcome: name)
            return await connection.close()
        case .hang:
            _ = sandbox.take(incoming, provider)
            provider.note(incoming, outcome: "accept-then-hang")
            return await connection.hang(request)
        case nil:
            let taken = sandbox.take(incoming, provider)
            provider.note(incoming, outcome: "\(taken.reply.status) \(taken.route ?? "no route")")
            return Response(taken.reply)
        }
    }

    private func cause(_ event: String, at provider: Provider, _ request: Request, _ body: [UInt8]) async -> HTTPReply {
        guard request.method == .post else {
            return event.isEmpty ? .json(provider.events) : .problem(405, "post to let it happen")
        }
        do throws(EventRefusal) {
            return .json(try await sandbox.cause(EventOrder(event: event, body: body), at: provider))
        } catch {
            return error.reply
        }
    }

    private func look(_ address: SandboxAddress) -> HTTPReply {
        let query = address.query
        switch address.source {
        case "_report": return .json(sandbox.report)
        case "_events": return .json(sandbox.events)
        case "_requests":
            guard let provider = sandbox.provider(query["source"] ?? "") else {
                return .problem(404, "say `?source=` and one of: \(sandbox.names.joined(separator: ", "))")
            }
            return .json(provider.requests)
        default: return .problem(404, "one of: /_report, /_requests?source=NAME, /_events")
        }
    }
}

extension Response {
    init(_ reply: HTTPReply) {
        var headers = HTTPFields()
        for (name, value) in reply.headers {
            if let field = HTTPField.Name(name) { headers.append(HTTPField(name: field, value: value)) }
        }
        self.init(
            status: HTTPResponse.Status(code: reply.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }
}
