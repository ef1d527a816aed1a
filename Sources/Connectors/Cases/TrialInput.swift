public import Core

/// What `connector try` is asked, as one JSON object: a request, and under which secrets, settings and time it comes.
///
/// `{"request": {"method", "url", "headers", "body" | "body_base64", "peer", "client_subject"}, "secrets": {NAME: [TEXT, …]}, "config": {},
/// "certs": {URL: PEM}, "replies": {ACTION: {"status", "headers", "body" | "json"}}, "now": SECONDS, "full": JSON,
/// "skip_verify": BOOL}`; members it does not know are left alone.
public struct TrialInput: Sendable {
    /// Why an object cannot be read.
    public struct Failure: Error, Sendable, Equatable {
        /// One sentence that names the member.
        ///
        /// Never its value.
        public let message: String
    }

    /// The request.
    public let webhook: RawWebhook
    /// The active versions of the secrets by name.
    public private(set) var secrets: SecretSet
    /// Settings over those of the connector.
    public let config: JSONObject
    /// What certificate URLs give, in PEM.
    public let certificates: [String: String]
    /// What actions get that ask the provider whether the request is its own, by their names.
    public let replies: [String: HTTPReply]
    /// When the request comes.
    public var now: Timestamp
    /// What would be fetched for thin items; nil leaves them waiting.
    let full: JSON?
    /// Whether the request is read without its signature.
    public var skipsVerification: Bool

    /// What is asked of one request.
    init(
        _ webhook: RawWebhook,
        secrets: SecretSet = SecretSet(),
        config: JSONObject = [:],
        certificates: [String: String] = [:],
        replies: [String: HTTPReply] = [:],
        now: Timestamp,
        full: JSON? = nil
    ) {
        self.webhook = webhook
        self.secrets = secrets
        self.config = config
        self.certificates = certificates
        self.replies = replies
        self.now = now
        self.full = full
        skipsVerification = webhook.poll != nil
    }

    /// Reads an object; `now` is when the request comes unless it says so itself.
    public init(_ json: JSON, now: Timestamp) throws(Failure) {
        guard json.object != nil else { throw Failure(message: "a line must be an object") }
        if let given = json["now"], given != .null {
            guard let seconds = given.int else { throw Failure(message: "`now` must be seconds since 1970") }
            self.now = Timestamp(seconds: seconds)
        } else {
            self.now = now
        }
        guard let request = json["request"]?.object else { throw Failure(message: "`request` must be an object") }
        webhook = try RawWebhook(request, received: self.now)
        secrets = SecretSet(try Self.members("secrets", of: json, of: "a text", read: Self.versions))
        guard let config = (json["config"] ?? [:]).object else { throw Failure(message: "`config` must be an object") }
        self.config = config
        certificates = try Self.members("certs", of: json, of: "a text") { $0.string }
        replies = try Self.members("replies", of: json, of: "an object with `status`") { HTTPReply($0) }
        full = json["full"]
        guard let skips = (json["skip_verify"] ?? false).bool else {
            throw Failure(message: "`skip_verify` must be true or false")
        }
        skipsVerification = skips
    }

    /// Adds an active version of a secret.
    public mutating func addSecret(_ secret: Secret, named name: String) {
        var versions = Dictionary(secrets.names.map { ($0, secrets[$0]) }, uniquingKeysWith: { first, _ in first })
        versions[name, default: []].append(secret)
        secrets = SecretSet(versions)
    }

    /// The source of a connector that it is sent to.
    public func source(of connector: Connector) -> Source {
        Source(name: connector.name, connector: connector, secrets: secrets, config: config, baseURL: nil)
    }

    /// What a source makes of it; ``source(of:)`` where it is that of no configuration.
    public func trial(of source: Source) -> Trial {
        Trial(
            webhook,
            source: source,
            now: now,
            documents: certificates,
            replies: replies,
            full: full,
            skipsVerification: skipsVerification
        )
    }

    /// What every verify step of a source makes of it; nothing when it is read without its signature.
    public func trace(of source: Source) -> [StepTrace] {
        skipsVerification ? [] : source.trace(webhook, at: now, documents: certificates, replies: replies)
    }

    /// One text, or a list of them.
    private static func versions(_ json: JSON) -> [Secret]? {
        if let text = json.string { return [Secret(text)] }
        guard let elements = json.array else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts.map { Secret($0) } : nil
    }

    private static func members<Read>(
        _ name: String,
        of json: JSON,
        of kind: String,
        read: (JSON) -> Read?
    ) throws(Failure) -> [String: Read] {
        guard let object = (json[name] ?? [:]).object else { throw Failure(message: "`\(name)` must be an object") }
        var found: [String: Read] = [:]
        for member in object.members {
            guard let value = read(member.value) else {
                throw Failure(message: "`\(name).\(member.name)` must be \(kind)")
            }
            found[member.name] = value
        }
        return found
    }
}
