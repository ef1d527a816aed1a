/// What a check says of a request.
enum CheckOutcome: Sendable {
    case passed
    case failed(Refusal.Reason)
    /// Nothing yet: something must be had from elsewhere first.
    case needs(Verification.Need)

    /// Passed when there is no reason against it.
    init(_ reason: Refusal.Reason?) {
        self = reason.map(CheckOutcome.failed) ?? .passed
    }

    /// This outcome, unless it is good and the next check's is not.
    func then(_ next: () -> CheckOutcome) -> CheckOutcome {
        if case .passed = self { next() } else { self }
    }
}
