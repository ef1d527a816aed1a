import Synchronization
import Testing

@testable import Core

/// What contacts wait for: polls that have not caught up.
@Suite("Catching up") struct CatchUpTests {
    private static let texts = ErrandName(.poll, source: "sms", name: "inbound")
    private static let payments = ErrandName(.poll, source: "pay", name: "events")
    private static let minute = TimeSpan.seconds(60)

    /// Seconds since boot that a test moves on.
    private final class Time: Sendable {
        private let seconds = Mutex<Int64>(1000)
        var microseconds: Int64 { seconds.withLock { $0 * 1_000_000 } }
        func pass(_ more: Int64) { seconds.withLock { $0 += more } }
    }

    private let time = Time()

    private func catchUp(_ polls: [ErrandName: TimeSpan] = [texts: minute, payments: minute]) -> CatchUp {
        let catchUp = CatchUp { [time] in time.microseconds }
        catchUp.expect(polls)
        return catchUp
    }

    @Test("without polls nothing waits")
    func nothing() {
        #expect(catchUp([:]).hold == ContactHold())
        #expect(CatchUp().hold == ContactHold())
    }

    @Test("nothing leaves until every poll has succeeded and what it brought has been read")
    func start() {
        let catchUp = catchUp()
        #expect(catchUp.hold == ContactHold(isTotal: true, sources: ["sms", "pay"]))
        catchUp.noteSuccess(of: Self.texts, newest: 7)
        #expect(catchUp.isReading)
        catchUp.noteReading(oldestUnread: 7)
        #expect(catchUp.hold.sources == ["sms", "pay"], "the last webhook is not read yet")
        catchUp.noteReading(oldestUnread: 8)
        #expect(catchUp.hold == ContactHold(isTotal: true, sources: ["pay"]))
        catchUp.noteSuccess(of: Self.payments, newest: 8)
        #expect(catchUp.hold.isTotal)
        catchUp.noteReading(oldestUnread: nil)
        #expect(catchUp.hold == ContactHold())
        #expect(!catchUp.isReading)
    }

    @Test("more that arrives while it is read does not put the end off")
    func stream() {
        let catchUp = catchUp([Self.texts: Self.minute])
        catchUp.noteSuccess(of: Self.texts, newest: 7)
        catchUp.noteSuccess(of: Self.texts, newest: 99)
        catchUp.noteReading(oldestUnread: 8)
        #expect(catchUp.hold == ContactHold())
    }

    @Test("a poll that fails three times holds its own source back, and no other, until it succeeds")
    func failures() {
        let catchUp = catchUp()
        catchUp.noteSuccess(of: Self.payments, newest: 0)
        catchUp.noteReading(oldestUnread: nil)
        for _ in 1...2 {
            catchUp.noteFailure(of: Self.texts)
            #expect(catchUp.hold.isTotal)
        }
        catchUp.noteFailure(of: Self.texts)
        #expect(catchUp.hold == ContactHold(sources: ["sms"]))
        #expect(catchUp.hold.holds("sms"))
        #expect(!catchUp.hold.holds("pay"))
        catchUp.noteFailure(of: Self.texts)
        catchUp.noteSuccess(of: Self.texts, newest: 3)
        #expect(catchUp.hold == ContactHold(sources: ["sms"]), "not read yet")
        catchUp.noteReading(oldestUnread: nil)
        #expect(catchUp.hold == ContactHold())
    }

    @Test(
        "a long time without success is a gap",
        arguments: [(60, 600, false), (60, 601, true), (1, 601, true), (120, 1200, false), (120, 1201, true)]
    )
    func gap(every: Int64, after: Int64, isHeld: Bool) {
        let catchUp = catchUp([Self.texts: .seconds(every)])
        catchUp.noteSuccess(of: Self.texts, newest: 0)
        catchUp.noteReading(oldestUnread: nil)
        time.pass(after)
        #expect(catchUp.hold == ContactHold(sources: isHeld ? ["sms"] : []))
        catchUp.noteSuccess(of: Self.texts, newest: 5)
        #expect(catchUp.hold.sources.isEmpty == !isHeld, "after a gap what was brought must be read")
        catchUp.noteReading(oldestUnread: 6)
        #expect(catchUp.hold == ContactHold())
    }

    @Test("failures in between are no gap")
    func failureInBetween() {
        let catchUp = catchUp([Self.texts: Self.minute])
        catchUp.noteSuccess(of: Self.texts, newest: 0)
        catchUp.noteReading(oldestUnread: nil)
        for _ in 1...9 { catchUp.noteFailure(of: Self.texts) }
        #expect(catchUp.hold == ContactHold())
    }

    @Test("a reload may bring a poll, which holds its own source, and take one away")
    func reload() {
        let catchUp = catchUp([Self.texts: Self.minute])
        catchUp.noteSuccess(of: Self.texts, newest: 0)
        catchUp.noteReading(oldestUnread: nil)
        catchUp.expect([Self.texts: Self.minute, Self.payments: Self.minute])
        #expect(catchUp.hold == ContactHold(sources: ["pay"]))
        catchUp.expect([Self.texts: Self.minute])
        #expect(catchUp.hold == ContactHold())
    }

    @Test("a start that waits for a poll that is taken away waits no longer")
    func takenAway() {
        let catchUp = catchUp([Self.texts: Self.minute])
        catchUp.expect([:])
        catchUp.expect([Self.texts: Self.minute])
        #expect(catchUp.hold == ContactHold(sources: ["sms"]))
    }
}
