/// One HTTP request we were sent, raw: nothing in it is believed yet.
public struct RawWebhook: Sendable {
    /// The source it was posted to: the path segment behind `/hooks/`.
    public let source: String
    /// The method.
    public let method: String
    /// The public URL it was sent to, byte for byte: `public_url` and the request target.
    public let url: String
    /// Names in lower case, in order of arrival.
    public let headers: [(name: String, value: String)]
    /// The body, byte for byte.
    public let body: [UInt8]
    /// When its last byte arrived.
    public let received: Timestamp
    /// The IP address of whoever opened the connection, or whom a trusted proxy names; nil where that is not known, as in
    /// the journal.
    public let peer: String?
    /// The subject of the certificate that its sender showed to a trusted proxy.
    public let clientSubject: String?

    /// A request.
    public init(
        source: String,
        method: String,
        url: String,
        headers: [(name: String, value: String)],
        body: [UInt8],
        received: Timestamp,
        peer: String? = nil,
        clientSubject: String? = nil
    ) {
        self.source = source
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.received = received
        self.peer = peer
        self.clientSubject = clientSubject
    }
}

/// What is answered to the sender of a webhook.
public struct HookAnswer: Sendable {
    /// The status code.
    public var status: Int
    /// The media type, when there is a body or the connector says so.
    public var contentType: String?
    /// Further headers.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// An answer.
    public init(
        status: Int,
        contentType: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }
}
