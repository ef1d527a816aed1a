import Core
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Hangs up on clients that are late, that cannot be understood, or that were answered before they had sent everything.
///
/// Hummingbird would read an unwanted body to its end, and its idle time begins anew with every part. Lives on the
/// connection's event loop, right behind the decoder; one timer at most is set per connection.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var conversation: Conversation
    private var alarm: (at: NIODeadline, task: Scheduled<Void>)?

    init(deadlines: Deadlines) {
        conversation = Conversation(deadlines: deadlines)
    }

    func handlerRemoved(context: ChannelHandlerContext) { alarm?.task.cancel() }

    /// The socket is not asked for more once the last answer is written.
    func read(context: ChannelHandlerContext) {
        if !conversation.isOver { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !conversation.isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head) where !head.namesOneHost: return refuseHead(context)
        case .head: conversation.readHead(at: .now())
        case .body: conversation.readBody()
        case .end: conversation.readEnd()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        conversation.readPause(at: .now())
        setAlarm(context)
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, conversation.mayRefuse else {
            return context.fireErrorCaught(error)
        }
        refuse(error == .headerOverflow ? .headTooLarge : .unreadable, context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !conversation.isOver else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            guard conversation.writeHead(closes: head.headers.first(name: "connection") == "close") else { fallthrough }
            head.headers.replaceOrAdd(name: "connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body: context.write(data, promise: promise)
        case .end:
            guard conversation.writeEnd(at: .now()) else { return context.write(data, promise: promise) }
            sayFarewell(data, promise, context)
        }
    }

    /// Refuses a request that another reader could take for one to another host.
    private func refuseHead(_ context: ChannelHandlerContext) {
        if conversation.mayRefuse { return refuse(.unreadable, context) }
        conversation.saidFarewell(at: .now())
        context.close(promise: nil)
    }

    /// Answers a request that nobody else will see.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        let response = problem.response
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status.code))
        for field in response.headers { head.headers.add(name: field.name.rawName, value: field.value) }
        head.headers.add(name: "connection", value: "close")
        _ = conversation.writeHead(closes: true)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: problem.json.bytes)))), promise: nil)
        _ = conversation.writeEnd(at: .now())
        sayFarewell(wrapOutboundOut(.end(nil)), nil, context)
    }

    /// Writes the end of the last answer and closes, our side first.
    ///
    /// Closing both sides at once while bytes are unread would reset the connection, and the client might never see
    /// its answer.
    private func sayFarewell(_ end: NIOAny, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            conversation.saidFarewell(at: .now())
            context.close(mode: .output, promise: nil)
            setAlarm(context)
        }
        setAlarm(context)
        context.writeAndFlush(end, promise: written)
    }

    private func setAlarm(_ context: ChannelHandlerContext) {
        guard let deadline = conversation.deadline, context.channel.isActive else { return }
        if let alarm, alarm.at <= deadline { return }
        alarm?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in ring(context) }
        alarm = (deadline, task)
    }

    /// The alarm may be that of a request which has long been read: then it is set anew.
    private func ring(_ context: ChannelHandlerContext) {
        alarm = nil
        let now = NIODeadline.now()
        guard let deadline = conversation.deadline, deadline <= now else { return setAlarm(context) }
        switch conversation.expire(at: now) {
        case .wait: setAlarm(context)
        case .refuse: refuse(.late, context)
        case .hangUp: context.close(promise: nil)
        }
    }
}

extension HTTPRequestHead {
    /// Whether it says once whom it is for, as it must from HTTP/1.1 on (RFC 9112, section 3.2).
    fileprivate var namesOneHost: Bool { headers["host"].count == 1 || version == .http1_0 && headers["host"].isEmpty }
}

extension Problem {
    fileprivate static let late = Problem(.requestTimeout, "The request did not arrive in time.")
    fileprivate static let unreadable = Problem(.badRequest, "This is no well-formed HTTP request.")
    fileprivate static let headTooLarge = Problem(.requestHeaderFieldsTooLarge, "The head is too large.")
}
