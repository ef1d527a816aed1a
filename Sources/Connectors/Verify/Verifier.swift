import CEL
import Core

/// Checks one request against its connector's plan.
struct Verifier {
    /// What one step says.
    private enum Outcome {
        case inapplicable
        case passed
        case failed(Refusal.Reason)

        init(_ reason: Refusal.Reason?) {
            self = reason.map(Outcome.failed) ?? .passed
        }
    }

    /// Elements of `each` that are checked; a request with more is refused.
    private static let elementLimit = 1000

    let hook: Hook
    let source: Source
    let now: Timestamp
    /// The request as its expressions see it.
    let bindings: Bindings

    init(hook: Hook, webhook: RawWebhook, source: Source, now: Timestamp) {
        self.hook = hook
        self.source = source
        self.now = now
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook, config: source.config, now: now, to: &bindings)
        if hook.verifyReadsBody {
            do throws(ReadFailure) {
                RequestBindings.bind(try DecodedBody(webhook, as: hook.receive.decoding), to: &bindings)
            } catch {
                RequestBindings.bind(error, to: &bindings)
            }
        }
        self.bindings = bindings
    }

    /// Why the request is not believed, or nil.
    func refusal() -> Refusal.Reason? {
        switch hook.verify.rule {
        case .nothing: nil
        case .all(let steps): refusal(ofAll: steps)
        case .any(let steps): refusal(ofAny: steps)
        }
    }

    /// The answer to a handshake, when the request is one.
    func handshake(afterVerify: Bool) -> HookAnswer? {
        var bindings = bindings
        bindings.context = SecretAccess(secrets: source.secrets)
        for handshake in hook.receive.handshakes where handshake.isAfterVerify == afterVerify {
            if handshake.when.result(bindings).isTrue { return handshake.answer.answer(bindings) }
        }
        return nil
    }

    private func refusal(ofAll steps: [VerifyStep]) -> Refusal.Reason? {
        var applies = false
        for step in steps {
            switch outcome(of: step) {
            case .inapplicable: continue
            case .passed: applies = true
            case .failed(let reason): return reason
            }
        }
        return applies ? nil : .noApplicableScheme
    }

    /// The first failure is told: the others are second choices.
    private func refusal(ofAny steps: [VerifyStep]) -> Refusal.Reason? {
        var first: Refusal.Reason?
        for step in steps {
            switch outcome(of: step) {
            case .inapplicable: continue
            case .passed: return nil
            case .failed(let reason): first = first ?? reason
            }
        }
        return first ?? .noApplicableScheme
    }

    private func outcome(of step: VerifyStep) -> Outcome {
        do throws(ReadFailure) {
            guard try step.when?.holds(bindings) ?? true else { return .inapplicable }
        } catch {
            return .failed(.malformedBody)
        }
        guard let each = step.each else { return Outcome(refusal(of: step, bindings)) }
        guard case .list(let elements) = each.result(bindings), elements.count <= Self.elementLimit else {
            return .failed(.malformedBody)
        }
        guard !elements.isEmpty else { return .failed(.missingSignature) }
        return Outcome(elements.lazy.compactMap { refusal(of: step, item: $0) }.first)
    }

    private func refusal(of step: VerifyStep, item: Value) -> Refusal.Reason? {
        var bindings = bindings
        bindings["item"] = item
        return refusal(of: step, bindings)
    }

    /// The moment is looked at after the signature: before that it is only somebody's claim.
    private func refusal(of step: VerifyStep, _ bindings: Bindings) -> Refusal.Reason? {
        if let require = step.require, !require.result(bindings).isTrue { return .bodyHashMismatch }
        let check = StepCheck(bindings: bindings, secrets: source.secrets)
        return check.refusal(of: step.check) ?? step.timestamp?.refusal(bindings, now: now)
    }
}

extension Hook {
    /// Whether a check or a handshake looks into the decoded body.
    var verifyReadsBody: Bool {
        let names: Set<String> = ["json", "form", "form_pairs"]
        return !verify.variables.isDisjoint(with: names)
            || receive.handshakes.contains { !$0.variables.isDisjoint(with: names) }
    }
}

extension VerifyPlan {
    /// The variables that its expressions read.
    var variables: Set<String> {
        steps.reduce(into: refusal.variables) { $0.formUnion($1.variables) }
    }
}

extension VerifyStep {
    /// The variables that its expressions read.
    var variables: Set<String> {
        var expressions = [when, each, require, timestamp?.value].compactMap { $0 }
        switch check {
        case .hmac(let signed, _, _), .digest(let signed, _), .publicKey(let signed, _, _):
            expressions += [signed.content, signed.signature]
        case .equals(let value, _): expressions.append(value)
        case .basic: break
        }
        return expressions.reduce(into: []) { $0.formUnion($1.variables) }
    }
}
