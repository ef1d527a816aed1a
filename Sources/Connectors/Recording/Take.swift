import CEL
import Core

/// One request as it came, and what must come of it again.
struct Take {
    /// Why it cannot be recorded.
    struct Failure: Error {
        let reason: String
    }

    /// Words of which some may be needed by the connector.
    private static let doubtLimit = 256

    let webhook: RawWebhook
    let source: Source
    let now: Timestamp
    private let steps: [VerifyStep]
    private let marks: [SignatureMark]
    private let keys: FreshKeys
    private let wanted: TrialShape

    init(_ webhook: RawWebhook, of source: Source) throws(Failure) {
        guard let hook = source.connector.hook else { throw Failure(reason: "its connector takes no webhooks") }
        guard webhook.poll == nil, !webhook.isFile else { throw Failure(reason: "it is no webhook") }
        let finder = MarkFinder(Verifier(hook: hook, webhook: webhook, source: source, now: webhook.received))
        self.webhook = webhook
        self.source = source
        let handshake = Trial(webhook, source: source, now: webhook.received)
        let isHandshake = handshake.reason == "handshake"
        let trial =
            isHandshake ? handshake : Trial(webhook, source: source, now: webhook.received, skipsVerification: true)
        if trial.failure != nil { throw Failure(reason: "its connector cannot read it") }
        wanted = TrialShape(trial)
        steps = isHandshake ? [] : finder.steps
        guard isHandshake || hook.verify.isUnverified || !steps.isEmpty && steps.allSatisfy(finder.hasProof) else {
            throw Failure(reason: "it has nothing that a step of `verify` looks for")
        }
        now = Self.moment(steps, finder.verifier) ?? Timestamp(seconds: webhook.received.seconds)
        marks = finder.marks(of: steps)
        keys = try Self.keys(for: steps, isHandshake, finder.verifier, now)
    }
}

extension Take {
    /// The same request, disguised and signed anew, of which comes the same.
    ///
    /// When the connector needs words that were replaced, those alone stay that it cannot do without.
    func retaken(with disguise: Disguise) throws(Failure) -> Retake {
        let (first, doubtful) = try retake(with: disguise, exempt: [])
        if let first { return first }
        var needed = Array(doubtful.prefix(Self.doubtLimit))
        guard var good = try retake(with: disguise, exempt: Set(needed)).retake else {
            throw Failure(reason: "its connector makes something else of it once it is disguised")
        }
        var size = needed.count
        while size > 0 {
            for start in stride(from: 0, to: needed.count, by: size).reversed() {
                let fewer = Array(needed[..<start] + needed[min(start + size, needed.count)...])
                if let better = try retake(with: disguise, exempt: Set(fewer)).retake {
                    (good, needed) = (better, fewer)
                }
            }
            size /= 2
        }
        good.kept = needed.sorted()
        return good
    }

    /// Nil when something else comes of it.
    private func retake(
        with disguise: Disguise,
        exempt: Set<String>
    ) throws(Failure) -> (retake: Retake?, doubtful: [String]) {
        var disguise = disguise
        disguise.exempt = exempt
        var keys = keys
        fix(&disguise, &keys)
        let config = disguise.settings(of: source, for: webhook)
        guard let body = disguise.request(webhook, of: source.connector, at: now) else {
            throw Failure(reason: "its body is of a kind that cannot be disguised")
        }
        let taken = source(keys, config)
        let resigner = Resigner(source: taken, privateKeys: keys.privateKeys, now: now)
        guard let signed = resigner.signed(body.with(headers: body.headers, peer: peer), marks) else {
            throw Failure(reason: "it cannot be signed anew")
        }
        let input = TrialInput(
            signed,
            secrets: taken.secrets,
            config: config,
            certificates: keys.documents,
            now: now
        )
        var retake = Retake(input: input, source: taken, pseudonyms: disguise.pseudonyms)
        guard TrialShape(retake.trial) == wanted, retake.trial.isVerified else { return (nil, disguise.doubtful) }
        retake.dropHeaders()
        return (retake, disguise.doubtful)
    }

    /// What has its replacement before anything is looked at.
    private func fix(_ disguise: inout Disguise, _ keys: inout FreshKeys) {
        for mark in marks {
            switch mark.step.check {
            case .equals(_, let secret):
                let value = keys.secrets[secret] ?? disguise.secret(mark.original)
                keys.keep(value, for: secret)
                disguise.fix(mark.original, as: value)
            case .token: disguise.fixToken(mark)
            default: disguise.fix(mark.original, as: mark.text)
            }
        }
        for name in source.secrets.names {
            keys.make(plain: name)
            for version in source.secrets[name] {
                disguise.fix(version.reveal(), as: keys.secrets[name] ?? disguise.secret(version.reveal()))
            }
        }
        for url in keys.documents.keys { disguise.fix(url, as: url) }
    }

    /// The connector with what the case gives it: only secrets that it needs.
    private func source(_ keys: FreshKeys, _ config: JSONObject) -> Source {
        let used = Set(steps.flatMap(\.check.secrets))
        let names = steps.isEmpty ? Set(keys.secrets.keys) : used
        let secrets = keys.secrets.filter { names.contains($0.key) }.mapValues { [Secret($0)] }
        return Source(
            name: source.connector.name,
            connector: source.connector,
            secrets: SecretSet(secrets),
            config: config,
            baseURL: nil
        )
    }

    /// An address from which a step lets it come.
    private var peer: String? {
        for step in steps {
            if case .network(let rules) = step.check, let address = rules.addresses?.example { return address }
        }
        return nil
    }
}
