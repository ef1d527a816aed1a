/// Gives each event of one transaction an instant of its own, a microsecond behind the last, so that a timeline shows
/// what we decided in the order in which we decided it.
public final class Ticker {
    private var last: Timestamp?
    private let start: Timestamp

    /// Ticks from `start` on.
    public init(_ start: Timestamp) {
        self.start = start
    }

    /// The next instant.
    public func next() -> Timestamp {
        let next = last?.adding(TimeSpan(microseconds: 1)) ?? start
        last = next
        return next
    }
}
