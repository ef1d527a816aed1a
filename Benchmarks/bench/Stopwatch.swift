import Glibc

/// What a piece of work costs when it is done over and over.
enum Stopwatch {
    /// A round is at least this long.
    private static let nanosecondsPerRound: UInt64 = 20_000_000

    /// Nanoseconds of processor time for one call: the median of rounds, after one to warm up.
    ///
    /// Time in which the machine did something else does not count.
    static func nanoseconds(rounds: Int, _ work: () -> Void) -> Double {
        let count = warmUp(work)
        return (0..<rounds).map { _ in Double(time(of: count, work)) / Double(count) }.median
    }

    /// Nanoseconds of processor time for one call: the best of rounds, after one to warm up.
    static func best(of rounds: Int, _ work: () -> Void) -> Double {
        let count = warmUp(work)
        return (0..<rounds).map { _ in Double(time(of: count, work)) / Double(count) }.min() ?? 0
    }

    /// Calls that fill a round.
    private static func warmUp(_ work: () -> Void) -> Int {
        var count = 1
        while time(of: count, work) < nanosecondsPerRound { count *= 2 }
        return count
    }

    private static func time(of count: Int, _ work: () -> Void) -> UInt64 {
        let begin = processorTime()
        for _ in 0..<count { work() }
        return processorTime() - begin
    }

    /// Processor time of this program, in steps of a microsecond.
    private static func processorTime() -> UInt64 { UInt64(max(0, clock())) * 1000 }
}
