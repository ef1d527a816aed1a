import Core

/// Which requests of one provider meet which fault: by counting, so that a run can be repeated.
struct FaultSchedule {
    /// What one request meets.
    struct Turn: Sendable {
        /// Real time the answer is held back.
        var latency = TimeSpan.seconds(0)
        /// What happens instead of an answer.
        var ending: Ending?
    }

    /// What happens instead of an answer.
    enum Ending: Sendable {
        /// Nothing is accepted; this is the reply.
        case reply(HTTPReply, name: String)
        /// The connection closes; `isAccepted` tells whether the request counts.
        case close(isAccepted: Bool, name: String)
        /// The request counts and no answer ever comes.
        case hang
    }

    private static let statuses = [500, 502, 503]

    private let faults: [Fault]
    private var requests: [Int]
    /// How often each happened, by name.
    private(set) var done: [String: Int64] = [:]

    init(_ faults: [Fault]) {
        self.faults = faults
        requests = Array(repeating: 0, count: faults.count)
    }

    /// The faults of the next request.
    ///
    /// Latencies add up; of several endings the first counts.
    mutating func next() -> Turn {
        var turn = Turn()
        for (place, fault) in faults.enumerated() where turn.ending == nil && isTurn(of: place) {
            if case .latency(let span) = fault.kind {
                turn.latency = TimeSpan(microseconds: turn.latency.microseconds &+ span.microseconds)
            } else {
                turn.ending = ending(fault)
            }
            done[fault.kind.name, default: 0] += 1
        }
        return turn
    }

    /// Whether the share of a fault reaches another whole request with this one: at 30 % the 4th, 7th, 10th, 14th; or
    /// whether this is one of the first, where only those meet it.
    private mutating func isTurn(of place: Int) -> Bool {
        let before = requests[place] * faults[place].percent / 100
        requests[place] += 1
        if let count = faults[place].count { return requests[place] <= count }
        return requests[place] * faults[place].percent / 100 > before
    }

    private func ending(_ fault: Fault) -> Ending? {
        let name = fault.kind.name
        switch fault.kind {
        case .latency: return nil
        case .serverError:
            let status = Self.statuses[Int(done[name] ?? 0) % Self.statuses.count]
            return .reply(.problem(status, "the sandbox was asked to fail"), name: name)
        case .tooManyRequests(let wait):
            var reply = HTTPReply.problem(429, "the sandbox was asked to be busy")
            reply.headers.append(("Retry-After", String((wait.microseconds + 999_999) / 1_000_000)))
            return .reply(reply, name: name)
        case .acceptThenHang: return .hang
        case .acceptThenClose: return .close(isAccepted: true, name: name)
        case .refuse: return .close(isAccepted: false, name: name)
        }
    }
}
