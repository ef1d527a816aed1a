import CCurl
import Core

/// One request under way and the libcurl handle that carries it.
///
/// Lives on the transport's thread; used again for later requests.
final class Transfer {
    var easy: EasyHandle
    /// Header lines, or a mail's recipient.
    var lines: LineList?
    var gate = StartGate(limits: CallLimits(), scheme: .https)
    var reply = ReplyCollector()
    /// The mail that it sends; nil for a request.
    var mail: MailUpload?
    /// The place among the transfers under way.
    var place = 0
    private var answer: CheckedContinuation<CallResult, Never>?

    /// A transfer at rest; nil when memory is short.
    init?() {
        guard let easy = EasyHandle() else { return nil }
        self.easy = easy
    }

    /// Makes everything ready to start `order`.
    ///
    /// Gives the reason when it cannot be sent.
    func prepare(_ order: Order, authorities: String?) -> CallFailure? {
        answer = order.answer
        guard let scheme = RequestCheck.scheme(of: order.call) else { return .malformedRequest }
        gate = StartGate(limits: order.call.limits, scheme: scheme)
        reply = ReplyCollector(keptBytes: order.call.limits.keptBodyBytes)
        mail = order.call.envelope.map { _ in MailUpload(order.call.body) }
        if gate.isExpired(at: .now) { return .permitExpired }
        return setOptions(for: order.call, authorities: authorities) ? nil : .malformedRequest
    }

    /// The transfer that a libcurl handle belongs to.
    static func carried(by easy: UnsafeMutableRawPointer) -> Transfer? {
        var target: UnsafeMutableRawPointer?
        unsafe tl_easy_get_pointer(easy, CURLINFO_PRIVATE, &target)
        return unsafe target.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// How the call ended when libcurl says `code`.
    func result(of code: CURLcode) -> CallResult {
        if let mail { return MailEnding.result(code, status: easy.status(), mail, gate) }
        let status = code == CURLE_OK ? easy.status() : 0
        guard status > 0 else { return CallEnding.failure(code, gate) }
        return .replied(HTTPReply(status: status, headers: reply.headers, body: reply.body))
    }

    /// Takes out who waits for the end, and forgets the request: an idle handle holds no address and no secret.
    func rest() -> CheckedContinuation<CallResult, Never>? {
        easy.reset()
        lines = nil
        mail = nil
        reply = ReplyCollector()
        return answer.take()
    }
}
