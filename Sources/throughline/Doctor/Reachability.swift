import Connectors
import Core

/// Whether somebody answers at a place: a `HEAD` without credentials, which changes nothing.
struct Reachability: Sendable {
    /// What came of it.
    struct Answer: Sendable, Equatable {
        let verdict: Finding.Verdict
        let message: String
        var hint: String?
    }

    /// Seconds by which our clock may differ from a provider's: most take signatures within five minutes.
    static let clockTolerance: Int64 = 60

    let transport: any HTTPTransport
    let clock: any WallClock

    /// Whatever status comes back: it is there.
    func ask(_ destination: Destination) async -> Answer {
        var call = HTTPCall(method: "HEAD", url: "\(destination.origin)/")
        call.limits.connectTimeout = .seconds(5)
        call.limits.totalTimeout = .seconds(10)
        call.limits.mayRepeat = true
        call.limits.allowsPrivateAddresses = destination.isOwn
        switch await transport.send(call) {
        case .replied(let reply): return Self.answer(reply, for: destination.purpose, at: clock.now)
        case .neverSent(let failure), .lost(let failure): return Self.answer(failure, for: destination)
        }
    }

    /// Says too how far our clock is off theirs.
    static func answer(_ reply: HTTPReply, for purpose: String, at now: Timestamp) -> Answer {
        let seconds = reply.date.map { now.since($0).microseconds / 1_000_000 } ?? 0
        guard abs(seconds) > clockTolerance else { return Answer(verdict: .fine, message: "for \(purpose)") }
        let message = "answers, and our clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") its own"
        return Answer(
            verdict: .problem,
            message: message,
            hint: "signatures are good for minutes: set the clock by NTP"
        )
    }

    static func answer(_ failure: CallFailure, for destination: Destination) -> Answer {
        let message = "nobody answers (\(failure.rawValue)), for \(destination.purpose)"
        return Answer(verdict: .problem, message: message, hint: hint(for: failure, isOwn: destination.isOwn))
    }

    private static func hint(for failure: CallFailure, isOwn: Bool) -> String {
        switch failure {
        case .unresolvedHost: "is the name right, and does DNS work here?"
        case .tlsFailed: "is something between us that speaks for them? Is the package ca-certificates up to date?"
        case .addressForbidden: "it is a private address; only what stands in config.yaml may be one"
        default: isOwn ? "is it running? config.yaml names it" : "is a firewall or a proxy between us?"
        }
    }
}
