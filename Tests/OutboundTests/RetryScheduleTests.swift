import Core
import Testing

@testable import Outbound

@Suite("When a refused delivery is tried again")
struct RetryScheduleTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func wait(_ attempts: Int, retryAfter: TimeSpan? = nil, fraction: Double = 0) -> Int64? {
        let next = RetrySchedule().next(
            attempts: attempts,
            now: now,
            retryAfter: retryAfter,
            expires: nil,
            fraction: fraction
        )
        guard case .again(let at) = next else { return nil }
        return at.since(now).microseconds / 1_000_000
    }

    @Test func waitsGrowToTheCap() {
        #expect(wait(1) == 1)
        #expect(wait(5) == 16)
        #expect(wait(23) == 21_600)
        #expect(wait(24) == nil)
    }

    @Test func neverEarlierThanAsked() {
        for attempts in 1..<24 {
            for fraction in [0, 0.5, 0.999] {
                #expect((wait(attempts, retryAfter: .seconds(90_000), fraction: fraction) ?? 0) >= 90_000)
            }
        }
    }

    @Test func notBeyondItsTime() {
        let next = RetrySchedule().next(
            attempts: 5,
            now: now,
            retryAfter: nil,
            expires: now.adding(.seconds(10)),
            fraction: 0
        )
        #expect(next == .never)
    }
}
