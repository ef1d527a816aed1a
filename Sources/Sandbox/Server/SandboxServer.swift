public import Connectors
public import Core
import Hummingbird
import Logging
import NIOCore

/// Providers on loopback that speak the formats of the real ones, sign like them, and misbehave when asked to.
///
/// Under `/SOURCE` each answers what `base_url` sends there. `POST /SOURCE/_events/NAME` lets something happen at it,
/// which it tells the daemon by a signed webhook; `GET /_report` says what was accepted.
public final class SandboxServer: Sendable {
    /// One provider and the source that it plays for.
    public struct Player: Sendable {
        let source: Source
        let definition: SandboxDefinition
        let privateKeys: [String: Secret]

        /// A provider for a source.
        ///
        /// `privateKeys` are those of ``SandboxDefinition/privateKeys(in:)``.
        public init(source: Source, definition: SandboxDefinition, privateKeys: [String: Secret] = [:]) {
            self.source = source
            self.definition = definition
            self.privateKeys = privateKeys
        }
    }

    let clock: any WallClock
    private let providers: [Provider]
    private let transport: any HTTPTransport
    private let queue = CallbackQueue()

    /// A server.
    ///
    /// `hooks` is the base URL of the daemon, such as `http://127.0.0.1:8080`; everything that tells time, signatures
    /// included, tells it by `clock`.
    public init(
        players: [Player],
        hooks: String,
        clock: any WallClock,
        transport: any HTTPTransport,
        faults: [Fault] = []
    ) {
        let base = hooks.hasSuffix("/") ? String(hooks.dropLast()) : hooks
        self.clock = clock
        self.transport = transport
        providers = players.map { player in
            Provider(
                source: player.source,
                definition: player.definition,
                privateKeys: player.privateKeys,
                hooks: base,
                faults: faults
            )
        }
    }

    /// Serves and delivers callbacks until cancelled or shut down.
    ///
    /// `onListening` gets the port (0: any free one).
    public func run(
        host: String,
        port: Int,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let application = Application(
            responder: SandboxResponder(sandbox: self),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        )
        let delivery = CallbackDelivery(queue: queue, clock: clock, transport: transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { await delivery.run() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Callbacks that are due by the clock and not delivered yet.
    ///
    /// With a clock that stands still, zero says that nothing more will come before the clock moves on.
    public var pendingCallbacks: Int { queue.pending(at: clock.now) }

    /// When the next callback is due; nil when none waits.
    public var nextCallback: Timestamp? { queue.nextDue }

    /// The names of the sources it plays for.
    public var names: [String] { providers.map(\.source.name).sorted() }

    /// What every source's provider accepted, told and did wrong.
    public var report: JSON {
        let parts = sorted.map { ($0.source.name, $0.report(waiting: queue.waiting(for: $0))) }
        return ["sources": .object(JSONObject(parts))]
    }

    /// The events of every source, and what they take.
    var events: JSON { .object(JSONObject(sorted.map { ($0.source.name, $0.events) })) }

    func provider(_ name: String) -> Provider? { providers.first { $0.source.name.hasSameBytes(as: name) } }

    /// Lets a provider answer a request and schedules what follows.
    func take(_ request: ProviderRequest, _ provider: Provider) -> Taken {
        let taken = provider.take(request)
        queue.add(taken.callbacks, of: provider)
        return taken
    }

    /// Lets an event happen: posts the webhook as often as it is ordered and tells what the daemon answered.
    func cause(_ order: EventOrder, at provider: Provider) async throws(EventRefusal) -> JSON {
        let (id, call) = try provider.cause(order, at: clock.now)
        var statuses: [JSON] = []
        for _ in 0..<order.times {
            switch await transport.send(call) {
            case .replied(let reply): statuses.append(.int(Int64(reply.status)))
            case .neverSent(let failure), .lost(let failure):
                throw EventRefusal(502, "the daemon did not answer: \(failure.rawValue)")
            }
        }
        return ["event": .string(order.event), "id": .string(id), "statuses": .array(statuses)]
    }

    private var sorted: [Provider] { providers.sorted { $0.source.name < $1.source.name } }
}
