import Hummingbird
import NIOCore

/// The connection a request came on, which faults may close.
struct Connection: InitializableFromSource, Sendable {
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }

    /// Closes it without an answer.
    ///
    /// What is returned is written to nobody.
    func close() async -> Response {
        try? await channel.close()
        return Response(status: .internalServerError)
    }

    /// Leaves a request unanswered until the client goes away, the server stops, or `limit` has passed.
    func hang(_ request: Request, limit: Duration = .seconds(600)) async -> Response {
        try? await channel.pipeline.addHandler(CloseWhenQuiescing(), position: .first)
        try? await request.body.consumeWithCancellationOnInboundClose { _ in try await Task.sleep(for: limit) }
        return await close()
    }
}

/// Closes a connection as soon as its server stops: a request that is never answered must not keep it.
private final class CloseWhenQuiescing: ChannelInboundHandler, Sendable {
    typealias InboundIn = Any

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
