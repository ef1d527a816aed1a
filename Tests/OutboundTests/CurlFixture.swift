import Core

@testable import Outbound

/// Runs `body` with a transport and a server, and stops both.
func withServer(
    connections: Int = 256,
    reacting react: @escaping @Sendable (RawServer.Request) -> RawServer.Reaction,
    _ body: (CurlTransport, RawServer) async throws -> Void
) async throws {
    guard let server = RawServer(react) else { throw NoServer() }
    defer { server.stop() }
    let transport = try CurlTransport(connections: connections)
    do {
        try await body(transport, server)
        await transport.stop()
    } catch {
        await transport.stop()
        throw error
    }
}

/// Runs `body` with a transport and a server that does the same with every request.
func withServer(
    connections: Int = 256,
    always reaction: RawServer.Reaction = .answer(),
    _ body: (CurlTransport, RawServer) async throws -> Void
) async throws {
    let react: @Sendable (RawServer.Request) -> RawServer.Reaction = { _ in reaction }
    try await withServer(connections: connections, reacting: react, body)
}

/// A call that may reach loopback.
func loopbackCall(_ method: String, _ url: String, headers: [(String, String)] = [], body: String = "") -> HTTPCall {
    var limits = CallLimits()
    limits.allowsPrivateAddresses = true
    limits.totalTimeout = .seconds(10)
    let fields = headers.map { (name: $0.0, value: $0.1) }
    return HTTPCall(method: method, url: url, headers: fields, body: Array(body.utf8), limits: limits)
}

/// The reply, when there is one.
func replied(_ result: CallResult) -> HTTPReply? {
    if case .replied(let reply) = result { reply } else { nil }
}

/// A result that is a reply with status 200.
let accepted = CallResult.replied(HTTPReply(status: 200))

/// Looks at `condition` until it holds; gives up after a minute, since tests share two cores.
func waitUntil(_ condition: () -> Bool) async throws {
    let end = ContinuousClock.now.advanced(by: .seconds(60))
    while !condition() {
        guard ContinuousClock.now < end else { throw NeverHeld() }
        try await Task.sleep(for: .milliseconds(2))
    }
}

private struct NoServer: Error {}
private struct NeverHeld: Error {}
