import Core

/// When errands are due: each by its interval, sooner after a failure.
///
/// Pure: `now` is time since boot in microseconds, suspension included, so that after a suspension everything is due.
struct ErrandSchedule: Sendable {
    /// How a turn of an errand ended.
    enum Ending: Sendable, Equatable {
        case succeeded
        /// There is more to do soon.
        case unfinished
        /// It is tried again, not before what the provider asked for.
        case failed(retryAfter: TimeSpan?)
    }

    private struct Entry {
        var every: TimeSpan
        var due: Int64
        var failures = 0
        var isUnderWay = false
    }

    /// Waits after failures: as long as it takes.
    private static let retries = RetrySchedule(base: .seconds(1), cap: .seconds(300), tries: .max)

    /// Between turns of an errand that has more to do than fits into one.
    private static let pause = TimeSpan.seconds(10)

    private var entries: [ErrandName: Entry] = [:]

    /// Whether an errand has its place.
    func knows(_ name: ErrandName) -> Bool { entries[name] != nil }

    /// Forgets all but these.
    mutating func keep(_ names: some Sequence<ErrandName>) {
        let kept = Set(names)
        entries = entries.filter { kept.contains($0.key) }
    }

    /// Gives an errand its place, and its first turn after `wait`; of one that has a place only the interval changes.
    mutating func add(_ name: ErrandName, every: TimeSpan, after wait: TimeSpan, at now: Int64) {
        let first = Entry(every: every, due: Self.later(now, wait))
        entries[name, default: first].every = every
    }

    /// Errands whose turn has come, the longest due first; each is under way until ``finish(_:_:at:fraction:)``.
    mutating func takeDue(at now: Int64, limit: Int) -> [ErrandName] {
        let room = max(0, limit - entries.values.count(where: \.isUnderWay))
        let due = entries.filter { !$0.value.isUnderWay && $0.value.due <= now }
        let names = due.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }.prefix(room).map(\.key)
        for name in names { entries[name]?.isUnderWay = true }
        return names
    }

    /// A turn has ended; `fraction` (0..<1) is for the jitter of the next try.
    mutating func finish(_ name: ErrandName, _ ending: Ending, at now: Int64, fraction: Double) {
        guard var entry = entries[name] else { return }
        entry.isUnderWay = false
        switch ending {
        case .succeeded: (entry.failures, entry.due) = (0, Self.later(now, entry.every))
        case .unfinished: (entry.failures, entry.due) = (0, Self.later(now, min(entry.every, Self.pause)))
        case .failed(let asked):
            entry.failures += 1
            entry.due = Self.later(now, Self.wait(after: entry.failures, asked, fraction))
        }
        entries[name] = entry
    }

    private static func wait(after failures: Int, _ asked: TimeSpan?, _ fraction: Double) -> TimeSpan {
        let start = Timestamp(microseconds: 0)
        let next = retries.next(
            attempts: failures,
            now: start,
            retryAfter: asked,
            expires: nil,
            fraction: fraction
        )
        guard case .again(let time) = next else { return retries.cap }
        return time.since(start)
    }

    private static func later(_ now: Int64, _ wait: TimeSpan) -> Int64 {
        let (sum, overflow) = now.addingReportingOverflow(max(0, wait.microseconds))
        return overflow ? .max : sum
    }
}
