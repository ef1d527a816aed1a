/// When something a provider did not do is tried again.
///
/// Pure: what came back decides, nothing else.
public struct RetrySchedule: Sendable {
    /// The first wait.
    public var base = TimeSpan.seconds(2)
    /// The longest wait.
    public var cap = TimeSpan.seconds(12 * 3600)
    /// Tries in all: about eight days with these waits.
    public var tries = 24

    /// The default, that of deliveries: 24 tries over about eight days.
    public init() {}

    /// A schedule of its parts.
    public init(base: TimeSpan, cap: TimeSpan, tries: Int) {
        self.base = base
        self.cap = cap
        self.tries = tries
    }

    /// What becomes of it after a refusal.
    public enum Next: Sendable, Equatable {
        /// Try again at this instant.
        case again(at: Timestamp)
        /// Give up.
        case never
    }

    /// The next try after `attempts` tries.
    ///
    /// Never earlier than the provider asked; otherwise an exponential wait of which the half is random (`fraction` in
    /// 0..<1), so that what failed together does not come back together.
    public func next(
        attempts: Int,
        now: Timestamp,
        retryAfter: TimeSpan?,
        expires: Timestamp?,
        fraction: Double
    ) -> Next {
        guard attempts < tries else { return .never }
        let step = wait(after: attempts)
        let jittered = step / 2 + Int64(Double(step / 2) * min(max(fraction, 0), 1))
        let asked = max(0, retryAfter?.microseconds ?? 0)
        let at = now.adding(TimeSpan(microseconds: max(jittered, asked)))
        if let expires, at >= expires { return .never }
        return .again(at: at)
    }

    private func wait(after attempts: Int) -> Int64 {
        let doublings = min(max(attempts - 1, 0), 30)
        let (product, overflow) = base.microseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        return overflow ? cap.microseconds : min(product, cap.microseconds)
    }
}
