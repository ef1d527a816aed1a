import Connectors
import Core

/// Fetches certificates and key sets that requests name, and keeps them.
///
/// All who wait for one document share one fetch.
actor KeyCache {
    /// The sender of a webhook waits meanwhile.
    private static let timeLimit = TimeSpan.seconds(5)
    /// Fetches at the same time: addresses come from requests that nobody has verified.
    private static let fetchLimit = 16

    private let transport: any HTTPTransport
    private let clock: any WallClock
    private var shelf = KeyShelf()
    private var fetches: [String: Task<String?, Never>] = [:]

    init(transport: any HTTPTransport, clock: any WallClock) {
        self.transport = transport
        self.clock = clock
    }

    /// The document that a request needs; nil when it cannot be had now.
    func document(for request: KeyRequest, of source: Source) async -> String? {
        let call = source.origins.mapped(Self.call(request.url))
        if let fetch = fetches[call.url] { return await fetch.value }
        let lifetime = Duration.microseconds(request.lifetime.microseconds)
        switch shelf.advice(on: call.url, lifetime: lifetime, isRenewal: request.isRenewal, at: .now) {
        case .use(let text): return text
        case .giveUp: return nil
        case .fetch:
            guard fetches.count < Self.fetchLimit else { return nil }
            return await fetch(call, for: request)
        }
    }

    private func fetch(_ call: HTTPCall, for request: KeyRequest) async -> String? {
        let task = Task { [transport, clock] in
            await Self.text(await transport.send(call), for: request, at: clock.now)
        }
        fetches[call.url] = task
        let text = await task.value
        fetches[call.url] = nil
        if let text { shelf.keep(text, from: call.url, at: .now) } else { shelf.noteFailure(of: call.url, at: .now) }
        return text
    }

    private static func call(_ url: String) -> HTTPCall {
        var limits = CallLimits()
        limits.connectTimeout = timeLimit
        limits.totalTimeout = timeLimit
        limits.mayRepeat = true
        return HTTPCall(method: "GET", url: url, limits: limits)
    }

    /// A whole answer only: one that fills the room for replies may have been cut.
    private static func text(_ result: CallResult, for request: KeyRequest, at now: Timestamp) async -> String? {
        guard case .replied(let reply) = result, reply.status == 200, reply.body.count < HTTPReply.keptBodyBytes else {
            return nil
        }
        return await request.accepted(reply.body, at: now)
    }
}
