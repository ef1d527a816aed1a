import Core

/// One action of a chain and what it is called with; decides what comes next, and does nothing.
struct Turn {
    let action: Action
    let request: ActionRequest

    /// How it gets its access token; nil when it needs none.
    var grant: TokenGrant? { action.tokenName.flatMap { request.source.connector.tokens[$0] } }

    /// Whether the provider can be asked what became of it.
    var hasLookup: Bool { action.lookup != nil }

    /// What is asked when nobody knows what became of it; nil when nothing can be.
    var question: Turn? {
        do throws(ReadFailure) {
            return try action.lookupRequest(for: request).flatMap(turn)
        } catch {
            return nil
        }
    }

    /// What its call came to.
    func report(_ result: CallResult) -> ActionReport {
        let outcome = action.outcome(of: result, request: request)
        if case .replied(let reply) = result { return ActionReport(outcome: outcome, reply: reply) }
        return ActionReport(outcome: outcome)
    }

    /// What is performed instead; nil when the report stands.
    ///
    /// Nothing was accepted so far, so that a fallback which cannot be made is a refusal.
    func next(after report: inout ActionReport) -> Turn? {
        guard let reply = report.reply else { return nil }
        do throws(ReadFailure) {
            return try action.fallback(after: report.outcome, reply, to: request).flatMap(turn)
        } catch {
            report.outcome = .failed(error)
            return nil
        }
    }

    private func turn(_ name: String, _ request: ActionRequest) -> Turn? {
        request.source.connector.actions[name].map { Turn(action: $0, request: request) }
    }
}

extension ActionOutcome {
    /// What a request comes to that could not be made.
    static func failed(_ failure: ReadFailure) -> ActionOutcome {
        .refused(code: "request_failed", message: failure.reason, retryAfter: nil, isPermanent: true)
    }
}
