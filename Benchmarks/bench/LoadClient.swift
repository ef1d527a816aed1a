import NIOCore
import NIOPosix

/// What a load did.
struct LoadResult: Sendable {
    var answered = 0
    var seconds = 0.0
    var latencies = Latencies()
    /// The first answer's body, and the first answer that was no 2xx.
    var firstBody = ""
    var firstRefusal: String?
}

/// Sends prepared requests over keep-alive connections, closed-loop.
///
/// Each connection sends its next request when the answer to its last one is complete: raw HTTP/1.1 on one event loop,
/// so that it leaves the machine to the server.
enum LoadClient {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Sends until the requests are used up or the time is over, then takes the answers still to come.
    ///
    /// With `isRepeating` the requests begin anew instead, for a server that does not remember.
    static func run(
        _ requests: [ByteBuffer],
        port: Int,
        connections: Int,
        for time: Duration = .seconds(600),
        isRepeating: Bool = false
    ) async throws -> LoadResult {
        let loop = group.next()
        let done = loop.makePromise(of: LoadResult.self)
        let load = Load(
            requests: requests,
            isRepeating: isRepeating,
            connections: connections,
            time: time,
            done: done
        )
        for _ in 0..<connections {
            let connecting = ClientBootstrap(group: loop)
                .channelOption(.socketOption(.init(rawValue: 1)), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ConnectionLoop(load: load))
                    }
                }
                .connect(host: "127.0.0.1", port: port)
            connecting.whenFailure { _ in load.connectionEnded(because: "no connection to port \(port)") }
        }
        let result = try await done.futureResult.get()
        if let refusal = result.firstRefusal { throw BenchFailure(refusal) }
        return result
    }
}

/// What all connections of one load share.
private final class Load: @unchecked Sendable {  // touched on the one event loop only
    private let requests: [ByteBuffer]
    private let isRepeating: Bool
    private let done: EventLoopPromise<LoadResult>
    private let begin = ContinuousClock.now
    private let end: ContinuousClock.Instant
    private var nextRequest = 0
    private var open: Int
    private var latencies: [UInt32] = []
    private var result = LoadResult()

    init(
        requests: [ByteBuffer],
        isRepeating: Bool,
        connections: Int,
        time: Duration,
        done: EventLoopPromise<LoadResult>
    ) {
        self.requests = requests
        self.isRepeating = isRepeating
        self.done = done
        open = connections
        end = begin + time
        latencies.reserveCapacity(requests.count)
    }

    /// The next request, or nil when there is none or the time is over.
    func take(at now: ContinuousClock.Instant) -> ByteBuffer? {
        if nextRequest == requests.count, isRepeating { nextRequest = 0 }
        guard nextRequest < requests.count, now < end else { return nil }
        nextRequest += 1
        return requests[nextRequest - 1]
    }

    func answered(_ reply: (status: Int, body: ByteBuffer), after time: Duration) {
        if result.answered == 0 { result.firstBody = String(buffer: reply.body) }
        if !(200..<300).contains(reply.status), result.firstRefusal == nil {
            result.firstRefusal = "an answer was \(reply.status): \(String(buffer: reply.body).prefix(400))"
        }
        result.answered += 1
        latencies.append(time.microseconds)
    }

    func connectionEnded(because problem: String? = nil) {
        if result.firstRefusal == nil { result.firstRefusal = problem }
        open -= 1
        guard open == 0 else { return }
        result.seconds = (ContinuousClock.now - begin).seconds
        result.latencies = Latencies(latencies)
        done.succeed(result)
    }
}

private final class ConnectionLoop: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let load: Load
    private var reader = ReplyReader()
    private var sent: ContinuousClock.Instant?

    init(load: Load) { self.load = load }

    func channelActive(context: ChannelHandlerContext) {
        sendNext(context, at: .now)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        reader.append(&bytes)
        guard let reply = reader.next() else { return }
        let now = ContinuousClock.now
        if let sent { load.answered(reply, after: now - sent) }
        sendNext(context, at: now)
    }

    func channelInactive(context: ChannelHandlerContext) {
        load.connectionEnded(because: sent == nil ? nil : "a connection was closed in the middle")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func sendNext(_ context: ChannelHandlerContext, at now: ContinuousClock.Instant) {
        guard let request = load.take(at: now) else {
            sent = nil
            context.close(promise: nil)
            return
        }
        sent = now
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }
}
