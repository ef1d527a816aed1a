public import Core

/// Performs actions: access token, request, fallbacks, and one question when nobody knows what became of it.
///
/// All copies share one cache of tokens; make one per daemon.
public struct ActionCaller: Sendable {
    private let transport: any HTTPTransport
    private let tokens: TokenCache
    private let watch: CallWatch?

    /// A caller; `watch` is told of each request.
    public init(transport: any HTTPTransport, clock: any WallClock, watch: CallWatch? = nil) {
        self.transport = transport
        self.watch = watch
        tokens = TokenCache(transport: transport, clock: clock)
    }

    /// Performs an action and tells what became of it.
    ///
    /// No request of the action or of one it falls back to begins after `startDeadline`; an access token is asked for
    /// before. A request that cannot be rendered is refused for good as `request_failed`, one without a token refused as
    /// `token_unavailable`. When the outcome is unknown and the action, or the one it fell back to, has a `lookup`, the
    /// provider is asked once, at once: what it found is accepted, what it did not find stays unknown.
    public func perform(
        _ action: Action,
        _ request: ActionRequest,
        startDeadline: ContinuousClock.Instant? = nil
    ) async -> ActionReport {
        let first = Turn(action: action, request: request)
        var last = first
        var report = await call(first, .action, startDeadline)
        for _ in 0..<Fallback.hopLimit {
            guard let next = last.next(after: &report) else { break }
            last = next
            report = await call(next, .action, startDeadline)
        }
        if case .unknown = report.outcome, let outcome = await found(last.hasLookup ? last : first) {
            report.outcome = outcome
        }
        return report
    }

    /// Asks the provider what became of an action; nil when the action has no `lookup`.
    ///
    /// Accepted when it was found; otherwise unknown, since it may still arrive.
    public func lookUp(_ action: Action, _ request: ActionRequest) async -> ActionOutcome? {
        let turn = Turn(action: action, request: request)
        return turn.hasLookup ? await found(turn) ?? .unknown(code: "not_found") : nil
    }

    /// What the provider found; nil when it found nothing, or could not be asked.
    private func found(_ turn: Turn) async -> ActionOutcome? {
        guard let question = turn.question else { return nil }
        let report = await call(question, .lookup, nil)
        guard case .accepted = report.outcome, let reply = report.reply else { return nil }
        return turn.action.outcome(ofLookup: reply, for: turn.request)
    }

    /// One call, and one more with a new token when the provider did not take the one it had, which asserts that it took
    /// nothing else either.
    private func call(
        _ turn: Turn,
        _ kind: CallStep.Kind,
        _ deadline: ContinuousClock.Instant?
    ) async -> ActionReport {
        guard let grant = turn.grant else { return await send(turn, kind, token: nil, deadline) }
        let source = turn.request.source
        switch await tokens.token(grant, of: source, watch) {
        case .failure(let failure): return ActionReport(outcome: failure.outcome)
        case .success(let token):
            let report = await send(turn, kind, token: token, deadline)
            guard case .reauth = report.outcome else { return report }
            await tokens.discard(token, grant, of: source)
        }
        switch await tokens.token(grant, of: source, watch) {
        case .failure(let failure): return ActionReport(outcome: failure.outcome)
        case .success(let token): return await send(turn, kind, token: token, deadline)
        }
    }

    private func send(
        _ turn: Turn,
        _ kind: CallStep.Kind,
        token: Secret?,
        _ deadline: ContinuousClock.Instant?
    ) async -> ActionReport {
        do throws(ReadFailure) {
            var call = try turn.action.call(turn.request, token: token)
            call.limits.startDeadline = deadline
            let result = await send(call)
            watch?(CallStep(kind: kind, name: turn.action.name, call: call, result: result))
            return turn.report(result)
        } catch {
            return ActionReport(outcome: .failed(error))
        }
    }

    /// The transport holds to the deadline too, up to the first byte.
    private func send(_ call: HTTPCall) async -> CallResult {
        if let deadline = call.limits.startDeadline, ContinuousClock.now > deadline {
            return .neverSent(.permitExpired)
        }
        return await transport.send(call)
    }
}
