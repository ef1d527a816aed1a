import CCurl
import Core
import Testing

@testable import Outbound

/// How the sending of a mail ends, and what is not even tried.
struct MailTests {
    private func upload(handedOver: Bool) -> MailUpload {
        var upload = MailUpload(Array("mail".utf8))
        var room = [UInt8](repeating: 0, count: handedOver ? 4 : 3)
        _ = room.withUnsafeMutableBytes { upload.read(into: $0) }
        return upload
    }

    private func started() -> StartGate {
        var gate = StartGate(limits: CallLimits(), scheme: .https)
        _ = gate.mayStart(on: IPAddress("8.8.8.8"), at: .now)
        return gate
    }

    private func end(_ code: CURLcode, _ status: Int, handedOver: Bool = true, hasStarted: Bool = true) -> CallResult {
        let gate = hasStarted ? started() : StartGate(limits: CallLimits(), scheme: .https)
        return MailEnding.result(code, status: status, upload(handedOver: handedOver), gate)
    }

    @Test(arguments: [
        (CURLE_OK, 250), (CURLE_SEND_ERROR, 450), (CURLE_SEND_ERROR, 550), (CURLE_WEIRD_SERVER_REPLY, 554),
        (CURLE_LOGIN_DENIED, 535), (CURLE_WEIRD_SERVER_REPLY, 421), (CURLE_USE_SSL_FAILED, 502),
    ])
    func `what the server says is its reply`(code: CURLcode, status: Int) {
        #expect(replied(end(code, status))?.status == status)
        #expect(replied(end(code, status, handedOver: false, hasStarted: false))?.status == status)
    }

    @Test(arguments: [
        (CURLE_RECV_ERROR, 354, CallFailure.connectionLost), (CURLE_GOT_NOTHING, 354, .connectionLost),
        (CURLE_OPERATION_TIMEDOUT, 354, .timeout), (CURLE_WEIRD_SERVER_REPLY, 251, .replyUnreadable),
        (CURLE_WEIRD_SERVER_REPLY, 354, .replyUnreadable), (CURLE_SEND_ERROR, 354, .connectionLost),
    ])
    func `without a reply a mail is lost once all of it was handed over, and not before`(
        code: CURLcode,
        status: Int,
        reason: CallFailure
    ) {
        expect(end(code, status), is: .lost(reason))
        expect(end(code, status, handedOver: false), is: .neverSent(reason))
    }

    @Test
    func `nothing was sent before the start`() {
        let ended = end(CURLE_COULDNT_CONNECT, 0, handedOver: false, hasStarted: false)
        expect(ended, is: .neverSent(.connectFailed))
        expect(end(CURLE_USE_SSL_FAILED, 220, handedOver: false, hasStarted: false), is: .neverSent(.tlsFailed))
    }

    @Test
    func `the last reply is kept, all its lines but not without bound, and a goodbye is none`() {
        var upload = MailUpload([1])
        for line in ["220 hello\r\n", "250-one\r\n", "250 two\r\n", "221 bye\r\n"] {
            Array(line.utf8).withUnsafeBytes { upload.takeReplyLine($0) }
        }
        #expect(String(decoding: upload.reply, as: UTF8.self) == "250-one\n250 two\n")
        let long = Array("250-\(String(repeating: "x", count: 100))\r\n".utf8)
        for _ in 0..<100 { long.withUnsafeBytes { upload.takeReplyLine($0) } }
        #expect(upload.reply.count == 1024)
    }

    private func problem(
        _ url: String = "smtps://relay.example.com",
        to: String = "ann@example.com",
        password: String = "x",
        isPlain: Bool = false,
        allowsPrivate: Bool = true
    ) -> CallFailure? {
        var call = HTTPCall(method: "SMTP", url: url, body: [1])
        call.limits.allowsPrivateAddresses = allowsPrivate
        let login = MailLogin(user: Secret("u"), password: Secret(password))
        call.envelope = MailEnvelope(sender: "billing@acme.example", recipient: to, login: login, isPlain: isPlain)
        return RequestCheck.problem(with: call)
    }

    @Test(arguments: [
        "", "ann", "ann@example.com>", "a@b.c\r\nDATA", "a@b.c d", "ä@b.c", "<a@b.c>", "a@b.c,d@e.f",
        String(repeating: "a", count: 251) + "@b.c",
    ])
    func `what is no plain address reaches nobody`(address: String) {
        #expect(problem(to: address) == .malformedRequest)
    }

    @Test
    func `nothing is said in clear beyond this machine`() {
        #expect(problem() == nil)
        #expect(problem("smtp://relay.example.com") == nil)
        #expect(problem("smtp://127.0.0.1", isPlain: true) == nil)
        #expect(problem("smtp://127.0.0.1", isPlain: true, allowsPrivate: false) == .addressForbidden)
        #expect(problem("smtps://127.0.0.1", isPlain: true) == .malformedRequest)
        for url in ["https://relay.example.com", "file:///etc/passwd", "smtp://a\r\nb"] {
            #expect(problem(url) == .malformedRequest)
        }
        #expect(problem(password: "a\r\nb") == .malformedRequest)
    }
}
