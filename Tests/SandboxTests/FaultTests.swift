import Core
import Testing

@testable import Sandbox

@Suite("Faults") struct FaultTests {
    @Test(
        "are read",
        arguments: [
            ("sms=accept-then-hang:30%", Fault.Kind.acceptThenHang, 30),
            ("sms=accept-then-close", .acceptThenClose, 100),
            ("sms=latency:500ms", .latency(.milliseconds(500)), 100),
            ("sms=latency:2s:5%", .latency(.seconds(2)), 5),
            ("sms=5xx:1%", .serverError, 1),
            ("sms=429", .tooManyRequests(retryAfter: .seconds(2)), 100),
            ("sms=429:7s:50%", .tooManyRequests(retryAfter: .seconds(7)), 50),
            ("sms=refuse", .refuse, 100),
        ]
    )
    func read(text: String, kind: Fault.Kind, percent: Int) throws {
        let fault = try #require(Fault(text))
        #expect(fault.name == "sms" && fault.kind == kind && fault.percent == percent)
    }

    @Test(
        "are refused when they are none",
        arguments: [
            "", "sms", "=5xx", "sms=", "sms=6xx", "sms=latency", "sms=latency:fast", "sms=5xx:0%", "sms=5xx:101%",
            "sms=5xx:x%", "sms=refuse:1s", "sms=5xx:30%:30%", "sms=%",
        ]
    )
    func none(text: String) {
        #expect(Fault(text) == nil)
    }

    @Test("meet their share of requests, evenly, and the same ones every time", arguments: [1, 30, 50, 99, 100])
    func share(percent: Int) throws {
        var first = FaultSchedule([try #require(Fault("sms=refuse:\(percent)%"))])
        var second = first
        let met = (0..<200).map { _ in first.next().ending != nil }
        #expect(met == (0..<200).map { _ in second.next().ending != nil })
        #expect(met.count { $0 } == 2 * percent)
        #expect(met.prefix(100).count { $0 } == percent)
        #expect(first.done == ["refuse": Int64(2 * percent)])
    }

    @Test("add up: latency, and the first ending")
    func several() throws {
        let faults = try ["a=latency:100ms", "a=latency:50ms", "a=429:3s", "a=refuse"].map { try #require(Fault($0)) }
        var schedule = FaultSchedule(faults)
        let turn = schedule.next()
        #expect(turn.latency == .milliseconds(150))
        guard case .reply(let reply, "429") = turn.ending else {
            Issue.record("no 429")
            return
        }
        #expect(reply.status == 429 && reply.header("retry-after") == "3")
        #expect(schedule.done == ["latency": 2, "429": 1])
    }

    @Test("5xx takes turns")
    func statuses() throws {
        var schedule = FaultSchedule([try #require(Fault("a=5xx"))])
        let statuses = (0..<4).map { _ in
            if case .reply(let reply, _)? = schedule.next().ending { reply.status } else { 0 }
        }
        #expect(statuses == [500, 502, 503, 500])
    }

    @Test("concern a source by its name or its connector's")
    func names() throws {
        let source = try Stage("twilio", called: "sms").source
        for (name, concerns) in [("sms", true), ("twilio", true), ("mail", false)] {
            #expect(try #require(Fault("\(name)=5xx")).concerns(source) == concerns)
        }
    }
}
