import Core
import Testing

@testable import Connectors

/// Which access tokens are used, asked for again, and left alone.
@Suite("Access tokens at hand") struct TokenShelfTests {
    private static let start = ContinuousClock.now
    private static let key = key("api")

    private static func key(_ name: String, digest: UInt8 = 0) -> TokenShelf.Key {
        TokenShelf.Key(source: ByteKey("src"), name: ByteKey(name), digest: [digest])
    }

    private static func token(_ text: String = "t", seconds: Int64 = 3600) -> AccessToken {
        AccessToken(value: Secret(text), lifetime: .seconds(seconds))
    }

    private static func after(_ seconds: Double) -> ContinuousClock.Instant {
        start.advanced(by: .milliseconds(Int64(seconds * 1000)))
    }

    @Test(
        "renewed a minute before its end, of a short life a fifth",
        arguments: [
            (3600, 3539, true), (3600, 3540, false), (300, 239.9, true), (300, 240, false), (100, 79.9, true),
            (100, 80, false), (0, 0, false),
        ] as [(Int64, Double, Bool)]
    )
    func renewal(lifetime: Int64, age: Double, isGood: Bool) {
        var shelf = TokenShelf()
        shelf.keep(Self.token(seconds: lifetime), for: Self.key, asked: Self.start)
        #expect(shelf.advice(on: Self.key, at: Self.after(age)) == (isGood ? .use(Secret("t")) : .fetch))
    }

    @Test("tokens of other names and other secrets are others")
    func keys() {
        var shelf = TokenShelf()
        shelf.keep(Self.token(), for: Self.key, asked: Self.start)
        #expect(shelf.advice(on: Self.key("other"), at: Self.start) == .fetch)
        #expect(shelf.advice(on: Self.key("api", digest: 1), at: Self.start) == .fetch)
    }

    @Test("only the token that was not taken is thrown away")
    func discard() {
        var shelf = TokenShelf()
        shelf.keep(Self.token("new"), for: Self.key, asked: Self.start)
        shelf.discard(Secret("old"), of: Self.key)
        #expect(shelf.advice(on: Self.key, at: Self.start) == .use(Secret("new")))
        shelf.discard(Secret("new"), of: Self.key)
        #expect(shelf.advice(on: Self.key, at: Self.start) == .fetch)
    }

    @Test(
        "who was refused waits",
        arguments: [
            (nil, false, 5), (nil, true, 120), (30, false, 30), (30, true, 120), (7200, false, 3600), (1, false, 5),
        ] as [(Int64?, Bool, Int64)]
    )
    func pause(asked: Int64?, isForGood: Bool, seconds: Int64) {
        var shelf = TokenShelf()
        let wait = asked.map { TimeSpan.seconds($0) }
        let refusal = TokenRefusal(message: "no", wait: wait, isForGood: isForGood)
        #expect(shelf.note(refusal, of: Self.key, at: Self.start) == .seconds(seconds))
        #expect(shelf.advice(on: Self.key, at: Self.start) == .giveUp(refusal, wait: .seconds(seconds)))
        #expect(shelf.advice(on: Self.key, at: Self.after(Double(seconds))) == .fetch)
        shelf.keep(Self.token(), for: Self.key, asked: Self.start)
        #expect(shelf.advice(on: Self.key, at: Self.start) == .use(Secret("t")))
    }

    @Test("the oldest go when there is no more room")
    func capacity() {
        var shelf = TokenShelf()
        for number in 0...TokenShelf.capacity {
            shelf.keep(Self.token(), for: Self.key("\(number)"), asked: Self.after(Double(number)))
        }
        let now = Self.after(Double(TokenShelf.capacity))
        #expect(shelf.advice(on: Self.key("0"), at: now) == .fetch)
        #expect(shelf.advice(on: Self.key("1"), at: now) == .use(Secret("t")))
    }
}
