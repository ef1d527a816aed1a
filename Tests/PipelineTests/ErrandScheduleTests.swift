import Core
import Testing

@testable import Pipeline

@Suite("When errands are due") struct ErrandScheduleTests {
    private let name = ErrandName(.poll, source: "sms", name: "inbound")
    private let second: Int64 = 1_000_000

    private func schedule(after wait: TimeSpan = .seconds(0)) -> ErrandSchedule {
        var schedule = ErrandSchedule()
        schedule.add(name, every: .seconds(60), after: wait, at: 0)
        return schedule
    }

    @Test("at once, not twice at a time, then by the interval")
    func interval() {
        var schedule = schedule()
        #expect(schedule.takeDue(at: 0, limit: 8) == [name])
        #expect(schedule.takeDue(at: 100 * second, limit: 8).isEmpty, "it is under way")
        schedule.finish(name, .succeeded, at: 100 * second, fraction: 0)
        #expect(schedule.takeDue(at: 159 * second, limit: 8).isEmpty)
        #expect(schedule.takeDue(at: 160 * second, limit: 8) == [name])
    }

    @Test("after what is left of an interval")
    func remainder() {
        var schedule = schedule(after: .seconds(30))
        #expect(schedule.takeDue(at: 29 * second, limit: 8).isEmpty)
        #expect(schedule.takeDue(at: 30 * second, limit: 8) == [name])
    }

    @Test("more to do is done soon")
    func unfinished() {
        var schedule = schedule()
        _ = schedule.takeDue(at: 0, limit: 8)
        schedule.finish(name, .unfinished, at: 0, fraction: 0)
        #expect(schedule.takeDue(at: 10 * second, limit: 8) == [name])
    }

    @Test(
        "failures are tried again later and later, never before the provider asked, and at least every five minutes",
        arguments: [(1, nil, 1), (2, nil, 2), (3, nil, 4), (20, nil, 300), (1, TimeSpan.seconds(90), 90)]
            as [(Int, TimeSpan?, Int64)]
    )
    func failures(count: Int, asked: TimeSpan?, seconds: Int64) {
        var schedule = schedule()
        for _ in 1...count {
            _ = schedule.takeDue(at: .max, limit: 8)
            schedule.finish(name, .failed(retryAfter: asked), at: 0, fraction: 1)
        }
        #expect(schedule.takeDue(at: seconds * second - 1, limit: 8).isEmpty)
        #expect(schedule.takeDue(at: seconds * second, limit: 8) == [name])
    }

    @Test("only so many at once, the longest due first")
    func room() {
        var schedule = schedule()
        let other = ErrandName(.poll, source: "pay", name: "events")
        schedule.add(other, every: .seconds(60), after: .seconds(1), at: 0)
        #expect(schedule.takeDue(at: 5 * second, limit: 1) == [name])
        #expect(schedule.takeDue(at: 5 * second, limit: 1).isEmpty)
        schedule.finish(name, .succeeded, at: 5 * second, fraction: 0)
        #expect(schedule.takeDue(at: 5 * second, limit: 1) == [other])
    }

    @Test("what is no longer configured is forgotten, even while it is under way")
    func forgotten() {
        var schedule = schedule()
        _ = schedule.takeDue(at: 0, limit: 8)
        schedule.keep([])
        schedule.finish(name, .succeeded, at: 0, fraction: 0)
        #expect(!schedule.knows(name))
        #expect(schedule.takeDue(at: .max, limit: 8).isEmpty)
    }
}
