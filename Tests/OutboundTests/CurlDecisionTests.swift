import CCurl
import Core
import Testing

@testable import Outbound

struct StartGateTests {
    private let publicAddress = IPAddress("8.8.8.8")
    private let now = ContinuousClock.now

    @Test
    func `a second start is stopped`() {
        var gate = StartGate(limits: CallLimits(), scheme: .https)
        let first = gate.mayStart(on: publicAddress, at: now)
        #expect(first)
        let second = gate.mayStart(on: publicAddress, at: now)
        #expect(!second)
        #expect(gate.starts == 1)
        expect(CallEnding.failure(CURLE_ABORTED_BY_CALLBACK, gate), is: .lost(.repeatStopped))
    }

    @Test
    func `a call that may be repeated starts again`() {
        var limits = CallLimits()
        limits.mayRepeat = true
        var gate = StartGate(limits: limits, scheme: .https)
        let first = gate.mayStart(on: publicAddress, at: now)
        #expect(first)
        let second = gate.mayStart(on: publicAddress, at: now)
        #expect(second)
    }

    @Test
    func `an expired permit stops the first start and leaves nothing sent`() {
        var limits = CallLimits()
        limits.startDeadline = now
        var gate = StartGate(limits: limits, scheme: .https)
        #expect(!gate.isExpired(at: now))
        let first = gate.mayStart(on: publicAddress, at: now.advanced(by: .nanoseconds(1)))
        #expect(!first)
        expect(CallEnding.failure(CURLE_ABORTED_BY_CALLBACK, gate), is: .neverSent(.permitExpired))
    }

    @Test
    func `an expired permit after a first start leaves the call lost`() {
        var limits = CallLimits()
        limits.mayRepeat = true
        limits.startDeadline = now
        var gate = StartGate(limits: limits, scheme: .https)
        let first = gate.mayStart(on: publicAddress, at: now)
        #expect(first)
        let second = gate.mayStart(on: publicAddress, at: now.advanced(by: .seconds(1)))
        #expect(!second)
        expect(CallEnding.failure(CURLE_ABORTED_BY_CALLBACK, gate), is: .lost(.permitExpired))
    }

    @Test(arguments: ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "no address"])
    func `a kept connection to a forbidden address is not used`(text: String) {
        var gate = StartGate(limits: CallLimits(), scheme: .https)
        let first = gate.mayStart(on: IPAddress(text), at: now)
        #expect(!first)
        expect(CallEnding.failure(CURLE_ABORTED_BY_CALLBACK, gate), is: .neverSent(.addressForbidden))
    }

    @Test
    func `plain http goes to loopback only, even where private addresses are allowed`() {
        var limits = CallLimits()
        limits.allowsPrivateAddresses = true
        var gate = StartGate(limits: limits, scheme: .http)
        let first = gate.mayConnect(to: IPAddress("127.0.0.1"))
        #expect(first)
        let second = gate.mayConnect(to: IPAddress("10.0.0.1"))
        #expect(!second)
        let third = gate.mayConnect(to: publicAddress)
        #expect(!third)
        let fourth = gate.mayStart(on: publicAddress, at: now)
        #expect(!fourth)
    }

    @Test
    func `a refused connection of ours is not called a failed one`() {
        var gate = StartGate(limits: CallLimits(), scheme: .https)
        let first = gate.mayConnect(to: IPAddress("192.168.0.1"))
        #expect(!first)
        expect(CallEnding.failure(CURLE_COULDNT_CONNECT, gate), is: .neverSent(.addressForbidden))
    }
}

struct CallEndingTests {
    @Test(arguments: [
        (CURLE_COULDNT_RESOLVE_HOST, CallFailure.unresolvedHost), (CURLE_COULDNT_CONNECT, .connectFailed),
        (CURLE_OPERATION_TIMEDOUT, .timeout), (CURLE_SSL_CONNECT_ERROR, .tlsFailed),
        (CURLE_PEER_FAILED_VERIFICATION, .tlsFailed), (CURLE_URL_MALFORMAT, .malformedRequest),
        (CURLE_LOGIN_DENIED, .malformedRequest), (CURLE_RECV_ERROR, .connectFailed),
    ])
    func `nothing was sent before the start`(code: CURLcode, reason: CallFailure) {
        let gate = StartGate(limits: CallLimits(), scheme: .https)
        expect(CallEnding.failure(code, gate), is: .neverSent(reason))
    }

    @Test
    func `every code after the start means lost`() {
        var gate = StartGate(limits: CallLimits(), scheme: .https)
        let first = gate.mayStart(on: IPAddress("8.8.8.8"), at: .now)
        #expect(first)
        for number in UInt32(0)...99 {
            guard case .lost = CallEnding.failure(CURLcode(rawValue: number), gate) else {
                Issue.record("code \(number) is not lost")
                continue
            }
        }
        expect(CallEnding.failure(CURLE_GOT_NOTHING, gate), is: .lost(.connectionLost))
        expect(CallEnding.failure(CURLE_OPERATION_TIMEDOUT, gate), is: .lost(.timeout))
        expect(CallEnding.failure(CURLE_WRITE_ERROR, gate), is: .lost(.replyUnreadable))
    }
}

struct RequestCheckTests {
    @Test(arguments: [
        "", "A B", "A:B", "A\r\nB", "A\nB", "A\0", "Ä", "Host", "host", "Connection", "Transfer-Encoding",
        "CONTENT-LENGTH", "Expect", "TE", "A(", "A\u{7F}",
    ])
    func `names that are no tokens or not the caller's are refused`(name: String) {
        #expect(!RequestCheck.isName(name))
        let call = HTTPCall(method: "POST", url: "https://a.example/", headers: [(name, "v")])
        #expect(problem(call) == .malformedRequest)
    }

    @Test(arguments: ["Authorization", "X-Api-Key", "Idempotency-Key", "!#$%&'*+-.^_`|~09azAZ", "Hosts"])
    func `tokens are names`(name: String) {
        #expect(RequestCheck.isName(name))
    }

    @Test(arguments: ["v\r\nX-Evil: 1", "v\n", "\rv", "v\0", "\u{1}", "v\u{7F}"])
    func `values with control bytes are refused`(value: String) {
        #expect(!RequestCheck.isValue(value))
        let call = HTTPCall(method: "POST", url: "https://a.example/", headers: [("A", value)])
        #expect(problem(call) == .malformedRequest)
    }

    @Test(arguments: [
        "", "a.example", "//a.example/", "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/",
        "https:a.example",
        "https:/a.example/", "https://a.example/\r\nHost: b", "https://a.example/ b", "https://a.example/\0",
        "https://ä.example/",
        "httpsx://a.example/", " https://a.example/",
    ])
    func `urls other than https and http are refused`(url: String) {
        #expect(problem(HTTPCall(method: "GET", url: url)) == .malformedRequest)
    }

    @Test(arguments: ["get", "", "TRACE", "CONNECT", "OPTIONS", "POST /x HTTP/1.1\r\nA: b", "PO\u{301}ST"])
    func `methods other than ours are refused`(method: String) {
        #expect(problem(HTTPCall(method: method, url: "https://a.example/")) == .malformedRequest)
    }

    @Test
    func `plain http needs leave`() {
        var call = HTTPCall(method: "GET", url: "HTTP://127.0.0.1/")
        #expect(problem(call) == .addressForbidden)
        call.limits.allowsPrivateAddresses = true
        #expect(problem(call) == nil)
        #expect(problem(HTTPCall(method: "GET", url: "HTTPS://a.example/?b=%20#c")) == nil)
    }

    private func problem(_ call: HTTPCall) -> CallFailure? { RequestCheck.problem(with: call) }
}

/// Compares two results by what they say; a reply by its status.
func expect(_ result: CallResult, is wanted: CallResult, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(summary(result) == summary(wanted), sourceLocation: sourceLocation)
}

private func summary(_ result: CallResult) -> String {
    switch result {
    case .replied(let reply): "replied \(reply.status)"
    case .neverSent(let reason): "never sent: \(reason)"
    case .lost(let reason): "lost: \(reason)"
    }
}
