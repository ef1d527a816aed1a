import CCurl
import Core

/// Says how a call ended, from libcurl's code and from what was known before the first byte could leave.
enum CallEnding {
    /// The end of a call that got no complete answer.
    ///
    /// Once a start was allowed it is always ``CallResult/lost(_:)``.
    static func failure(_ code: CURLcode, _ gate: StartGate) -> CallResult {
        if let reason = gate.stopReason { return ended(reason, gate) }
        return gate.starts > 0 ? .lost(reasonAfterStart(code)) : .neverSent(reasonBeforeStart(code, gate))
    }

    /// The end of a call that was stopped for a reason of ours.
    static func ended(_ reason: CallFailure, _ gate: StartGate) -> CallResult {
        gate.starts > 0 ? .lost(reason) : .neverSent(reason)
    }

    private static func reasonAfterStart(_ code: CURLcode) -> CallFailure {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timeout
        // the reply was too long for us, or was no HTTP
        case CURLE_WRITE_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING,
            CURLE_OK:
            .replyUnreadable
        default: .connectionLost
        }
    }

    private static func reasonBeforeStart(_ code: CURLcode, _ gate: StartGate) -> CallFailure {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolvedHost
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED, CURLE_BAD_FUNCTION_ARGUMENT:
            .malformedRequest
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            .tlsFailed
        default: gate.hasRefusedAddress ? .addressForbidden : .connectFailed
        }
    }
}
