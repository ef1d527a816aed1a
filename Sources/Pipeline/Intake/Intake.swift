public import Connectors
public import Core
import Store

/// Takes webhooks in: verified over the raw bytes, written down, then answered.
public struct Intake: Sendable {
    private let journal: Journal
    private let clock: any WallClock
    private let transport: any HTTPTransport
    private let keys: KeyCache
    private let postbacks: PostbackCaller
    private let captured: CapturedSecrets?

    /// An intake into `journal`; `transport` makes the calls that handshakes ask for, and fetches certificates.
    ///
    /// `caller` asks providers whether requests are theirs; one of its own when there is none. Without `captured` no
    /// handshake can hand over a secret.
    public init(
        journal: Journal,
        clock: any WallClock,
        transport: any HTTPTransport,
        caller: ActionCaller? = nil,
        captured: CapturedSecrets? = nil
    ) {
        self.journal = journal
        self.clock = clock
        self.transport = transport
        self.captured = captured
        keys = KeyCache(transport: transport, clock: clock)
        postbacks = PostbackCaller(caller: caller ?? ActionCaller(transport: transport, clock: clock))
    }

    /// Accepts one webhook of a source: the spine of the house.
    ///
    /// Returns what its sender gets, after it is durable. The source is of the configuration that was in force when the
    /// webhook came: a reload meanwhile does not concern it.
    public func accept(_ webhook: RawWebhook, of source: Source) async throws(IntakeError) -> HookAnswer {
        switch await verify(webhook, source, at: clock.now) {
        case .verified(let verified):
            try await write(verified, of: source)
            return source.answer(verified)
        case .answered(let reply):
            if let call = reply.call { try await confirm(source.origins.mapped(call)) }
            if let capture = reply.capture { try await keep(capture, of: webhook) }
            return reply.answer
        case .refused(let refusal), .needs(_, otherwise: let refusal): throw try await refused(webhook, refusal)
        }
    }

    /// Verifies as it is done at `now`, and gets what is needed for that.
    func verify(_ webhook: RawWebhook, _ source: Source, at now: Timestamp) async -> Verification {
        let source = source.holding(captured?.secrets(of: source.name) ?? [:])
        var evidence = Evidence(keys: keys, postbacks: postbacks)
        var verification = source.verify(webhook, at: now)
        while case .needs(let need, otherwise: _) = verification, await evidence.add(need, of: source) {
            verification = source.verify(webhook, at: now, documents: evidence.documents, replies: evidence.replies)
        }
        return verification
    }

    /// Keeps a request that is not believed; what its sender gets.
    private func refused(_ webhook: RawWebhook, _ refusal: Refusal) async throws(IntakeError) -> IntakeError {
        try await journal.quarantine(webhook, stage: .verify, reason: refusal.reason.rawValue)
        return .refused(refusal.answer)
    }

    /// Keeps a secret that a handshake hands over, before that is answered.
    private func keep(_ capture: SecretCapture, of webhook: RawWebhook) async throws(IntakeError) {
        do throws(CapturedSecrets.Failure) {
            guard let captured else { throw .notStored }
            try captured.keep(capture, of: webhook.source)
        } catch {
            guard error == .taken else { throw .storeFailed }
            throw try await refused(webhook, capture.otherwise)
        }
    }

    /// Makes the call that a handshake asks for.
    ///
    /// Unless it succeeds the sender is told to come again: nothing here would repeat the call.
    private func confirm(_ call: HTTPCall) async throws(IntakeError) {
        guard case .replied(let reply) = await transport.send(call), (200..<300).contains(reply.status) else {
            throw .overloaded
        }
    }

    /// A verified body that cannot be read is kept and acknowledged too: its sender cannot mend our YAML.
    private func write(_ verified: VerifiedWebhook, of source: Source) async throws(IntakeError) {
        let items: [Item]
        do throws(ReadFailure) {
            items = try source.read(verified)
        } catch {
            return try await journal.quarantine(verified, because: error, at: clock.now)
        }
        let keys = items.map { ItemKey(key: $0.key, digest: $0.digest) }
        let receipt = try await journal.append(keys, of: verified, connector: source.connector.label, at: clock.now)
        if receipt != nil { return }
        throw try await refused(verified.raw, source.refusal(of: verified.raw, because: .replayed))
    }
}

/// What was had from elsewhere to judge one request.
private struct Evidence {
    /// Documents and replies together: a request may have elements signed with several keys.
    private static let limit = 4

    let keys: KeyCache
    let postbacks: PostbackCaller
    private(set) var documents: [String: String] = [:]
    private(set) var replies: [String: HTTPReply] = [:]

    init(keys: KeyCache, postbacks: PostbackCaller) {
        self.keys = keys
        self.postbacks = postbacks
    }

    /// Gets one thing more; false when it cannot be had.
    mutating func add(_ need: Verification.Need, of source: Source) async -> Bool {
        guard documents.count + replies.count < Self.limit else { return false }
        switch need {
        case .document(let request):
            guard let document = await keys.document(for: request, of: source) else { return false }
            documents[request.url] = document
        case .reply(let postback):
            guard let reply = await postbacks.reply(to: postback) else { return false }
            replies[postback.id] = reply
        }
        return true
    }
}
