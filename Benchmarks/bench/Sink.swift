import Core
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A provider that takes everything at once: 202 with an id of its own.
///
/// It remembers when the first call and the last came.
final class Sink: Sendable {
    /// What came in.
    struct Taken: Sendable {
        var count = 0
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
        /// The first request, for sending the same without a daemon.
        var sample: HTTPCall?

        var seconds: Double {
            guard let first, let last else { return 0 }
            return (last - first).seconds
        }
    }

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let taken = Mutex(Taken())
    let port: Int
    private let channel: any NIOCore.Channel

    private init(channel: any NIOCore.Channel, port: Int) {
        self.channel = channel
        self.port = port
    }

    static func start() async throws -> Sink {
        let handlers = HandlerMaker()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(SinkHandler(sink: handlers.sink))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw BenchFailure("the sink has no port") }
        let sink = Sink(channel: channel, port: port)
        handlers.sink = sink
        return sink
    }

    var state: Taken { taken.withLock { $0 } }

    func reset() { taken.withLock { $0 = Taken() } }

    func stop() async throws { try await channel.close() }

    fileprivate func take(_ head: HTTPRequestHead, _ body: ByteBuffer) -> Int {
        taken.withLock { taken in
            let now = ContinuousClock.now
            if taken.first == nil {
                taken.first = now
                taken.sample = HTTPCall(
                    method: head.method.rawValue,
                    url: "http://127.0.0.1:\(port)\(head.uri)",
                    headers: head.headers.filter { !["host", "content-length"].contains($0.name.lowercased()) }
                        .map { ($0.name, $0.value) },
                    body: Array(body.readableBytesView)
                )
            }
            taken.last = now
            taken.count += 1
            return taken.count
        }
    }
}

/// Hands the sink to handlers that are made after it.
private final class HandlerMaker: Sendable {
    private let box = Mutex<Sink?>(nil)

    var sink: Sink? {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}

private final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let sink: Sink?
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(sink: Sink?) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head, let sink else { return }
            answer(context, number: sink.take(head, body))
        }
    }

    private func answer(_ context: ChannelHandlerContext, number: Int) {
        let headers: HTTPHeaders = ["content-length": "0", "x-message-id": "sink-\(number)"]
        let head = HTTPResponseHead(version: .http1_1, status: .accepted, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
