import CCurl
import Core

/// Says how the sending of a mail ended.
enum MailEnding {
    /// The end that libcurl calls `code`, when the server's last code was `status`.
    ///
    /// A server's refusal is its reply. Without one the mail is lost only if all of it was handed over.
    static func result(_ code: CURLcode, status: Int, _ mail: MailUpload, _ gate: StartGate) -> CallResult {
        let hasReply = code == CURLE_OK || isRefusal(code) && (400..<600).contains(status)
        if gate.stopReason == nil, hasReply { return .replied(HTTPReply(status: status, body: mail.reply)) }
        let ending = CallEnding.failure(code, gate)
        guard case .lost(let failure) = ending, !mail.isHandedOver else { return ending }
        return .neverSent(failure)
    }

    /// libcurl's codes for a server that says no: to us, to TLS, to the login, to an address, to the mail.
    private static func isRefusal(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED, CURLE_USE_SSL_FAILED, CURLE_LOGIN_DENIED,
            CURLE_SEND_ERROR:
            true
        default: false
        }
    }
}
