import CEL
import Core

/// Checks one request against its connector's plan.
struct Verifier {
    /// Elements of `each` that are checked; a request with more is refused.
    private static let elementLimit = 1000

    let hook: Hook
    let source: Source
    let now: Timestamp
    /// What was fetched, by URL.
    let documents: [String: String]
    /// The request as its expressions see it.
    let bindings: Bindings
    /// Who opened the connection.
    private let peer: String?

    init(hook: Hook, webhook: RawWebhook, source: Source, now: Timestamp, documents: [String: String] = [:]) {
        self.hook = hook
        self.source = source
        self.now = now
        self.documents = documents
        peer = webhook.peer
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook, config: source.config, now: now, to: &bindings)
        if hook.verifyReadsBody { hook.receive.bindBodyOrFailure(of: webhook, to: &bindings) }
        self.bindings = bindings
    }

    /// Whether the request is believed.
    func outcome() -> CheckOutcome {
        switch hook.verify.rule {
        case .nothing: .passed
        case .all(let steps): outcome(ofAll: steps)
        case .any(let steps): outcome(ofAny: steps)
        }
    }

    /// What a sender gets who is not believed: something to wait for when only a certificate is missing.
    func refusal(for reason: Refusal.Reason) -> Refusal {
        guard reason == .certificateUnavailable else {
            return Refusal(reason: reason, answer: hook.verify.refusal.answer(bindings))
        }
        let overload = hook.receive.overload
        let wait = (name: "retry-after", value: String(overload.retryAfter))
        return Refusal(reason: reason, answer: HookAnswer(status: overload.status, headers: [wait]))
    }

    /// What a handshake gets, when the request is one.
    func handshake(afterVerify: Bool) -> Verification? {
        var bindings = bindings
        bindings.context = SecretAccess(secrets: source.secrets)
        for handshake in hook.receive.handshakes where handshake.isAfterVerify == afterVerify {
            guard handshake.when.result(bindings).isTrue else { continue }
            return handshake.reply(bindings).map(Verification.answered) ?? .refused(refusal(for: .handshakeRefused))
        }
        return nil
    }

    /// Nothing is fetched for a request that is wrong anyway.
    private func outcome(ofAll steps: [VerifyStep]) -> CheckOutcome {
        var applies = false
        var needed: KeyRequest?
        for step in steps {
            switch outcome(of: step) {
            case nil: continue
            case .passed: applies = true
            case .failed(let reason): return .failed(reason)
            case .needs(let request): needed = needed ?? request
            }
        }
        if let needed { return .needs(needed) }
        return applies ? .passed : .failed(.noApplicableScheme)
    }

    /// The first failure is told: the others are second choices.
    private func outcome(ofAny steps: [VerifyStep]) -> CheckOutcome {
        var first: Refusal.Reason?
        var needed: KeyRequest?
        for step in steps {
            switch outcome(of: step) {
            case nil: continue
            case .passed: return .passed
            case .failed(let reason): first = first ?? reason
            case .needs(let request): needed = needed ?? request
            }
        }
        return needed.map(CheckOutcome.needs) ?? .failed(first ?? .noApplicableScheme)
    }

    /// Nil when the step does not apply.
    private func outcome(of step: VerifyStep) -> CheckOutcome? {
        do throws(ReadFailure) {
            guard try step.when?.holds(bindings) ?? true else { return nil }
        } catch {
            return .failed(.malformedBody)
        }
        guard let each = step.each else { return outcome(of: step, bindings) }
        guard case .list(let elements) = each.result(bindings), elements.count <= Self.elementLimit else {
            return .failed(.malformedBody)
        }
        return elements.isEmpty ? .failed(.missingSignature) : outcome(of: step, for: elements)
    }

    private func outcome(of step: VerifyStep, for elements: [Value]) -> CheckOutcome {
        var bindings = bindings
        var needed: KeyRequest?
        for element in elements {
            bindings["item"] = element
            switch outcome(of: step, bindings) {
            case .passed: continue
            case .failed(let reason): return .failed(reason)
            case .needs(let request): needed = needed ?? request
            }
        }
        return needed.map(CheckOutcome.needs) ?? .passed
    }

    /// The moment is looked at after the signature: before that it is only somebody's claim.
    func outcome(of step: VerifyStep, _ bindings: Bindings) -> CheckOutcome {
        if let require = step.require, !require.result(bindings).isTrue { return .failed(.bodyHashMismatch) }
        let keys = KeyFinder(bindings: bindings, secrets: source.secrets, documents: documents, now: now)
        return StepCheck(keys: keys, peer: peer).outcome(of: step.check)
            .then { CheckOutcome(step.timestamp?.refusal(bindings, now: now)) }
    }
}

extension Hook {
    /// Whether a check or a handshake looks into the decoded body.
    var verifyReadsBody: Bool {
        !verify.variables.isDisjoint(with: RequestBindings.bodyNames)
            || receive.handshakes.contains { !$0.variables.isDisjoint(with: RequestBindings.bodyNames) }
    }
}
