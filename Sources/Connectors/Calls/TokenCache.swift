import Core

/// Asks for access tokens and keeps them.
///
/// All who wait for one token share one request.
actor TokenCache {
    private let transport: any HTTPTransport
    private let clock: any WallClock
    private var shelf = TokenShelf()
    private var fetches: [TokenShelf.Key: Task<Result<Secret, TokenFailure>, Never>] = [:]

    init(transport: any HTTPTransport, clock: any WallClock) {
        self.transport = transport
        self.clock = clock
    }

    /// A token of a source, or why there is none now.
    func token(_ grant: TokenGrant, of source: Source, _ watch: CallWatch?) async -> Result<Secret, TokenFailure> {
        let key = Self.key(grant, source)
        if let fetch = fetches[key] { return await fetch.value }
        switch shelf.advice(on: key, at: .now) {
        case .use(let token): return .success(token)
        case .giveUp(let refusal, let wait): return .failure(TokenFailure(refusal, wait: wait))
        case .fetch:
            let task = Task { await fetch(grant, of: source, key, watch) }
            fetches[key] = task
            return await task.value
        }
    }

    /// Throws away a token that the provider did not take.
    func discard(_ token: Secret, _ grant: TokenGrant, of source: Source) {
        shelf.discard(token, of: Self.key(grant, source))
    }

    private func fetch(
        _ grant: TokenGrant,
        of source: Source,
        _ key: TokenShelf.Key,
        _ watch: CallWatch?
    ) async -> Result<Secret, TokenFailure> {
        let asked = ContinuousClock.now
        let answer = await ask(grant, source, watch)
        fetches[key] = nil
        switch answer {
        case .success(let token):
            shelf.keep(token, for: key, asked: asked)
            return .success(token.value)
        case .failure(let refusal):
            return .failure(TokenFailure(refusal, wait: shelf.note(refusal, of: key, at: .now)))
        }
    }

    private func ask(
        _ grant: TokenGrant,
        _ source: Source,
        _ watch: CallWatch?
    ) async -> Result<AccessToken, TokenRefusal> {
        do throws(ReadFailure) {
            let call = try grant.call(for: source, at: clock.now)
            let result = await transport.send(call)
            watch?(CallStep(kind: .token, name: grant.name, call: call, result: result))
            return grant.response.answer(to: result, for: source, at: clock.now)
        } catch {
            return .failure(TokenRefusal(message: error.reason, wait: nil, isForGood: true))
        }
    }

    private static func key(_ grant: TokenGrant, _ source: Source) -> TokenShelf.Key {
        TokenShelf.Key(
            source: ByteKey(source.name),
            name: ByteKey(grant.name),
            digest: grant.digest(for: source)
        )
    }
}

/// Why there is no access token now, and when to ask again.
struct TokenFailure: Error, Sendable {
    let message: String
    let wait: TimeSpan

    init(_ refusal: TokenRefusal, wait: Duration) {
        message = refusal.message
        self.wait = .milliseconds(Int64(wait / .milliseconds(1)))
    }

    /// What a call comes to that could not be made for want of a token.
    ///
    /// Never permanent, not even for `invalid_client`: the delivery is all right, and somebody who mends the credentials
    /// wants it sent. Its retries end by themselves.
    var outcome: ActionOutcome {
        .refused(code: "token_unavailable", message: message, retryAfter: wait, isPermanent: false)
    }
}
