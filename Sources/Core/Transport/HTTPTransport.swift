/// One HTTP request we make, fully rendered.
public struct HTTPCall: Sendable {
    /// `GET`, `POST`.
    public var method: String
    /// Absolute URL.
    public var url: String
    /// Names and values in order.
    ///
    /// Checked for CR, LF and NUL by the transport.
    public var headers: [(name: String, value: String)]
    /// The body, byte for byte.
    public var body: [UInt8]
    /// What the provider may take and how it may be reached.
    public var limits: CallLimits
    /// The certificate that we show when the provider asks for one (mutual TLS, RFC 8446 section 4.3.2).
    public var identity: ClientIdentity?
    /// Makes it a mail: the body is one (RFC 5322), the URL a server's (`smtp` or `smtps`).
    ///
    /// Method and headers do not count then. The reply's status is the last code of the server, its body what the server
    /// said with it. The call is lost only when the whole mail was handed over and no reply came.
    public var envelope: MailEnvelope?

    /// A request.
    public init(
        method: String,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        limits: CallLimits = CallLimits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}

/// A certificate of ours and the key to it, both PEM; never printed.
public struct ClientIdentity: Sendable, Equatable {
    /// The certificate, perhaps with those of its issuers behind it.
    public let certificate: Secret
    /// The private key, without a passphrase.
    public let key: Secret

    /// Pairs a certificate with its key.
    public init(certificate: Secret, key: Secret) {
        self.certificate = certificate
        self.key = key
    }
}

/// Bounds of one request.
public struct CallLimits: Sendable {
    /// Longest time until a connection stands.
    public var connectTimeout = TimeSpan.seconds(5)
    /// Longest time for the whole request.
    public var totalTimeout = TimeSpan.seconds(30)
    /// Whether the request may be sent again by itself: only with a provider idempotency key.
    ///
    /// Otherwise a second start of the same transfer (curl/curl#18417) is stopped before its first byte.
    public var mayRepeat = false
    /// Whether loopback and private addresses may be reached: only where the operator wrote the address himself.
    public var allowsPrivateAddresses = false
    /// The last monotonic moment at which the first byte may leave (a permit's deadline).
    public var startDeadline: ContinuousClock.Instant?
    /// Bytes of the reply's body that are kept; the rest is read and dropped.
    public var keptBodyBytes = HTTPReply.keptBodyBytes

    /// The defaults.
    public init() {}
}

/// What came back, read up to ``CallLimits/keptBodyBytes``.
public struct HTTPReply: Sendable {
    /// Bytes of a provider's response kept unless a call says otherwise.
    ///
    /// The rest is read and dropped, so that a provider cannot make us hold its answer in memory.
    public static let keptBodyBytes = 64 * 1024

    /// The status code.
    public var status: Int
    /// Lower-case names in order of arrival.
    public var headers: [(name: String, value: String)]
    /// The first bytes of the body.
    public var body: [UInt8]

    /// A reply.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// How a request ended, as far as the transport can know.
public enum CallResult: Sendable {
    /// The provider answered.
    case replied(HTTPReply)
    /// Provably nothing was written to the provider: no socket, no TLS, permit expired, address forbidden.
    case neverSent(CallFailure)
    /// Bytes were written and no answer came: the provider may or may not have it.
    case lost(CallFailure)
}

/// Why a request got no answer.
///
/// A closed list; text never holds addresses or payloads.
public enum CallFailure: String, Sendable {
    case unresolvedHost = "unresolved_host"
    case connectFailed = "connect_failed"
    case tlsFailed = "tls_failed"
    case addressForbidden = "address_forbidden"
    case malformedRequest = "malformed_request"
    case permitExpired = "permit_expired"
    case timeout
    case connectionLost = "connection_lost"
    case repeatStopped = "repeat_stopped"
    case replyUnreadable = "reply_unreadable"
    case stopped
}

/// Sends requests.
///
/// The one protocol between what we decide and the network.
public protocol HTTPTransport: Sendable {
    /// Sends `call` once and tells how it ended. Never throws: every end is a ``CallResult``.
    func send(_ call: HTTPCall) async -> CallResult
}
