/// How far the polls have caught up with their providers.
///
/// Pure: `now` is time since boot in microseconds, suspension included.
struct CatchUpState: Sendable {
    /// Failures in a row after which a poll at the start holds back its own source only.
    static let failuresBorne = 3
    /// A shorter time without success is no gap, however often a poll runs.
    static let shortestGap = TimeSpan.seconds(600)
    /// Missed turns that are a gap.
    private static let turnsBorne: Int64 = 10

    private enum Standing {
        /// It has not succeeded since the start, or since a gap.
        case behind(failures: Int)
        /// It has, and what was in the journal up to this webhook is still being read.
        case reading(upTo: Int64)
        case abreast
    }

    private struct Poll {
        var every: TimeSpan
        var standing = Standing.behind(failures: 0)
        var lastSuccess: Int64 = 0

        var isAbreast: Bool {
            if case .abreast = standing { true } else { false }
        }

        /// Whether everybody waits for it.
        var isAwaited: Bool {
            switch standing {
            case .behind(let failures): failures < CatchUpState.failuresBorne
            case .reading: true
            case .abreast: false
            }
        }

        func hasGap(at now: Int64) -> Bool {
            let (turns, overflow) = every.microseconds.multipliedReportingOverflow(by: CatchUpState.turnsBorne)
            return now - lastSuccess > max(overflow ? .max : turns, CatchUpState.shortestGap.microseconds)
        }
    }

    private var polls: [ErrandName: Poll] = [:]
    /// Whether some poll is still awaited that was there at the start.
    private var isStarting = true

    /// What may not leave now.
    func hold(at now: Int64) -> ContactHold {
        let held = polls.filter { !$0.value.isAbreast || $0.value.hasGap(at: now) }
        return ContactHold(isTotal: isStarting && !polls.isEmpty, sources: Set(held.map(\.key.source)))
    }

    /// Whether a poll has succeeded whose items may not be read yet.
    var isReading: Bool {
        polls.values.contains { poll in
            if case .reading = poll.standing { true } else { false }
        }
    }

    /// These are the polls from now on, each with its interval.
    mutating func expect(_ expected: [ErrandName: TimeSpan]) {
        polls = expected.reduce(into: [:]) { kept, entry in
            kept[entry.key] = polls[entry.key] ?? Poll(every: entry.value)
            kept[entry.key]?.every = entry.value
        }
        settle()
    }

    /// A poll has read its provider's list to the end; `newest` is the last webhook in the journal.
    mutating func noteSuccess(of name: ErrandName, newest: Int64, at now: Int64) {
        guard var poll = polls[name] else { return }
        switch poll.standing {
        case .behind: poll.standing = .reading(upTo: newest)
        // not the newest again, or under a steady stream it would never be read to the end
        case .reading: break
        case .abreast: if poll.hasGap(at: now) { poll.standing = .reading(upTo: newest) }
        }
        poll.lastSuccess = now
        polls[name] = poll
    }

    /// A poll could not read its provider's list.
    mutating func noteFailure(of name: ErrandName) {
        guard case .behind(let failures)? = polls[name]?.standing else { return }
        polls[name]?.standing = .behind(failures: failures + 1)
        settle()
    }

    /// The oldest webhook with an unread item is this one; nil when everything has been read.
    mutating func noteReading(oldestUnread: Int64?) {
        for (name, poll) in polls {
            guard case .reading(let newest) = poll.standing, oldestUnread ?? .max > newest else { continue }
            polls[name]?.standing = .abreast
        }
        settle()
    }

    private mutating func settle() {
        if isStarting { isStarting = polls.values.contains(where: \.isAwaited) }
    }
}
