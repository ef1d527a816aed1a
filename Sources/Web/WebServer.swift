import Core
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The HTTP surface: hooks, API, operations.
public struct WebServer: Sendable {
    private let gateway: Gateway
    private let log: Logger
    /// How long clients may take.
    var deadlines = Deadlines()

    /// A server for `gateway`.
    public init(gateway: Gateway, log: Logger) {
        self.gateway = gateway
        self.log = log
    }

    /// The application, listening on `host` and `port` (0: any free one).
    ///
    /// `onListening` gets the port.
    public func application(
        host: String,
        port: Int,
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: HTTPServerBuilder { [deadlines] responder in
                let http = HTTP1Channel(responder: responder, configuration: .init(idleTimeout: .seconds(75)))
                return GuardedChannel(http: http, deadlines: deadlines)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1024),
            onServerRunning: { [gateway] channel in
                let port = channel.localAddress?.port ?? port
                gateway.bound.take("http://\(host):\(port)")
                await onListening(port)
            },
            logger: log
        )
    }

    private func router() -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.add(middleware: AnswerRules())
        HealthRoutes(gateway: gateway).add(to: router)
        HookRoutes(gateway: gateway).add(to: router)
        let api = router.group("/v1").add(middleware: KeyCheck(configuration: gateway.configuration))
        EventRoutes(gateway: gateway).add(to: api)
        CustomerRoutes(gateway: gateway).add(to: api)
        OperationRoutes(gateway: gateway).add(to: api)
        ReceiptRoutes(gateway: gateway).add(to: api)
        QuarantineRoutes(gateway: gateway).add(to: api)
        ConfigurationRoutes(gateway: gateway).add(to: api)
        if let imports = gateway.imports { ImportRoutes(imports: imports).add(to: api) }
        return router
    }
}
