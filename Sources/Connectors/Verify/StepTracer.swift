import CEL
public import Core

extension Source {
    /// What every verify step makes of a request, whether or not it is needed: a step with `each` once per element.
    ///
    /// `documents` and `replies` are those of ``verify(_:at:documents:replies:)``. For looking at; that function alone
    /// decides.
    public func trace(
        _ webhook: RawWebhook,
        at now: Timestamp,
        documents: [String: String] = [:],
        replies: [String: HTTPReply] = [:]
    ) -> [StepTrace] {
        guard let hook = connector.hook else { return [] }
        let verifier = Verifier(
            hook: hook,
            webhook: webhook,
            source: self,
            now: now,
            documents: documents,
            replies: replies
        )
        return hook.verify.steps.flatMap { StepTracer(step: $0, verifier: verifier).traces }
    }
}

/// Looks at one step as it is checked.
private struct StepTracer {
    /// Elements of `each` that are shown.
    private static let elementLimit = 8

    let step: VerifyStep
    let verifier: Verifier

    var traces: [StepTrace] {
        if let when = step.when, !when.result(verifier.bindings).isTrue {
            return [trace(.skipped, [StepTrace.Note("when", "does not hold: \(when.source.text)")])]
        }
        guard let each = step.each else { return [trace(verifier.bindings)] }
        guard case .list(let elements) = each.result(verifier.bindings), !elements.isEmpty else {
            return [trace(.failed(.malformedBody), [StepTrace.Note("each", "yields no list, or an empty one")])]
        }
        return elements.prefix(Self.elementLimit).map { element in
            var bindings = verifier.bindings
            bindings["item"] = element
            return trace(bindings)
        }
    }

    private func trace(_ bindings: Bindings) -> StepTrace {
        let keys = verifier.keys(bindings)
        var notes = CheckNotes(keys: keys, sender: verifier.sender).notes(on: step.check)
        if let require = step.require {
            notes.append(StepTrace.Note("require", require.result(bindings).isTrue ? "holds" : "does not hold"))
        }
        if let moment = step.timestamp?.note(bindings, now: verifier.now) { notes.append(moment) }
        let result = verifier.outcome(of: step, bindings)
        if step.nonce != nil {
            notes.append(StepTrace.Note("nonce", "\(result.nonces.isEmpty ? "there is none" : "is remembered")"))
        }
        return trace(StepTrace.Outcome(result.outcome), notes)
    }

    private func trace(_ outcome: StepTrace.Outcome, _ notes: [StepTrace.Note]) -> StepTrace {
        let expression = step.check.expressions.first ?? step.when ?? step.timestamp?.value
        let line = expression.map { $0.source.place(at: 0).line }
        return StepTrace(kind: step.check.words, line: line, outcome: outcome, notes: notes)
    }
}

extension StepTrace.Outcome {
    init(_ outcome: CheckOutcome) {
        switch outcome {
        case .passed: self = .passed
        case .failed(let reason): self = .failed(reason)
        case .needs(.document(let request)): self = .needs(url: request.url)
        case .needs(.reply(let postback)): self = .asks(action: postback.action.name)
        }
    }
}

extension SigningTime {
    /// The moment and how far it lies from now.
    fileprivate func note(_ bindings: Bindings, now: Timestamp) -> StepTrace.Note {
        guard let time = moment(bindings) else { return StepTrace.Note("moment", "there is none that can be read") }
        let distance = now.since(time).microseconds / 1_000_000
        let side = distance < 0 ? "\(-distance) s ahead of" : "\(distance) s before"
        let limit = tolerance.microseconds / 1_000_000
        return StepTrace.Note("moment", "\(time), \(side) now; \(limit) s are allowed")
    }
}
