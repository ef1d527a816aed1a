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
    /// What providers replied, by the ids of the questions.
    let replies: [String: HTTPReply]
    /// The request as its expressions see it.
    let bindings: Bindings
    let sender: Sender

    init(
        hook: Hook,
        webhook: RawWebhook,
        source: Source,
        now: Timestamp,
        documents: [String: String] = [:],
        replies: [String: HTTPReply] = [:]
    ) {
        self.hook = hook
        self.source = source
        self.now = now
        self.documents = documents
        self.replies = replies
        sender = Sender(of: webhook)
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook, config: source.config, now: now, to: &bindings)
        if hook.verifyReadsBody { hook.receive.bindBodyOrFailure(of: webhook, to: &bindings) }
        self.bindings = bindings
    }

    /// Whether the request is believed.
    func outcome() -> StepOutcome {
        switch hook.verify.rule {
        case .nothing: StepOutcome(.passed)
        case .all(let steps): outcome(ofAll: steps)
        case .any(let steps): outcome(ofAny: steps)
        }
    }

    /// What a sender gets who is not believed: something to wait for when it is no fault of the request.
    func refusal(for reason: Refusal.Reason) -> Refusal {
        guard reason.isPassing else { return Refusal(reason: reason, answer: hook.verify.refusal.answer(bindings)) }
        let overload = hook.receive.overload
        let wait = (name: "retry-after", value: String(overload.retryAfter))
        return Refusal(reason: reason, answer: HookAnswer(status: overload.status, headers: [wait]))
    }

    /// Nothing is fetched for a request that is wrong anyway.
    private func outcome(ofAll steps: [VerifyStep]) -> StepOutcome {
        var applies = false
        var needed: Verification.Need?
        var nonces: [Nonce] = []
        for step in steps {
            guard let result = outcome(of: step) else { continue }
            switch result.outcome {
            case .passed: (applies, nonces) = (true, nonces + result.nonces)
            case .failed: return result
            case .needs(let need): needed = needed ?? need
            }
        }
        if let needed { return StepOutcome(.needs(needed)) }
        return applies ? StepOutcome(.passed, nonces) : StepOutcome(.failed(.noApplicableScheme))
    }

    /// The first failure is told: the others are second choices.
    private func outcome(ofAny steps: [VerifyStep]) -> StepOutcome {
        var first: Refusal.Reason?
        var needed: Verification.Need?
        for step in steps {
            guard let result = outcome(of: step) else { continue }
            switch result.outcome {
            case .passed: return result
            case .failed(let reason): first = first ?? reason
            case .needs(let need): needed = needed ?? need
            }
        }
        return StepOutcome(needed.map(CheckOutcome.needs) ?? .failed(first ?? .noApplicableScheme))
    }

    /// Nil when the step does not apply.
    private func outcome(of step: VerifyStep) -> StepOutcome? {
        do throws(ReadFailure) {
            guard try step.when?.holds(bindings) ?? true else { return nil }
        } catch {
            return StepOutcome(.failed(.malformedBody))
        }
        guard let each = step.each else { return outcome(of: step, bindings) }
        guard case .list(let elements) = each.result(bindings), elements.count <= Self.elementLimit else {
            return StepOutcome(.failed(.malformedBody))
        }
        return elements.isEmpty ? StepOutcome(.failed(.missingSignature)) : outcome(of: step, for: elements)
    }

    private func outcome(of step: VerifyStep, for elements: [Value]) -> StepOutcome {
        var bindings = bindings
        var needed: Verification.Need?
        var nonces: [Nonce] = []
        for element in elements {
            bindings["item"] = element
            let result = outcome(of: step, bindings)
            switch result.outcome {
            case .passed: nonces += result.nonces
            case .failed: return result
            case .needs(let need): needed = needed ?? need
            }
        }
        return needed.map { StepOutcome(.needs($0)) } ?? StepOutcome(.passed, nonces)
    }

    /// The moment is looked at after the signature: before that it is only somebody's claim.
    func outcome(of step: VerifyStep, _ bindings: Bindings) -> StepOutcome {
        if let require = step.require, !require.result(bindings).isTrue {
            return StepOutcome(.failed(.bodyHashMismatch))
        }
        let check = StepCheck(keys: keys(bindings), sender: sender, source: source, replies: replies)
        let outcome = check.outcome(of: step.check).then { CheckOutcome(step.timestamp?.refusal(bindings, now: now)) }
        guard case .passed = outcome, let nonce = step.nonce else { return StepOutcome(outcome) }
        return nonce.outcome(step.check.bindingClaims(bindings))
    }

    /// What finds keys for a step with these bindings.
    func keys(_ bindings: Bindings) -> KeyFinder {
        KeyFinder(bindings: bindings, secrets: source.secrets, documents: documents, now: now)
    }
}

extension VerifyStep.Check {
    /// Bindings with the claims of the token that a `jwt` step has checked.
    fileprivate func bindingClaims(_ bindings: Bindings) -> Bindings {
        guard case .token(let plan) = self,
            let token = plan.token.result(bindings).string.flatMap({ JSONWebToken($0) })
        else { return bindings }
        var bindings = bindings
        bindings["claims"] = Value(JSON.object(token.claims))
        return bindings
    }
}
