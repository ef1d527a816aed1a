import Core

/// What the bodies of a new connector look like, and what its lines say of them.
struct SkeletonPayload {
    /// What the first case is called.
    let name: String
    /// The body of every case.
    let body: String
    /// The expression of an item's key; nil when the body shows none.
    let key: String?
    /// The lines of `event`.
    let fields: [String]
    /// The lines of `identifiers`.
    let identifiers: [String]
    /// The lines of `rules`.
    let rules: [String]

    /// A letter that was delivered, made up.
    static func example(_ format: ConnectorSkeleton.BodyFormat) -> SkeletonPayload {
        let fields = [
            ("id", "evt_1"), ("type", "letter.delivered"), ("occurred_at", "2025-10-09T08:52:00Z"),
            ("letter", "ltr_1"), ("account", "acme:100231"), ("email", "ann@example.com"),
        ]
        let json = JSON.object(JSONObject(fields.map { ($0, .string($1)) })).text
        let form = FormText.encode(fields.map { (name: $0, value: $1) })
        return SkeletonPayload(
            name: "a delivered letter",
            body: format == .json ? json : form,
            key: "item.id",
            fields: [
                "occurred_at: ${time(item.occurred_at)}", channel, "direction: outbound", "address: ${item.?email}",
                "provider_message_id: ${item.?letter}",
            ],
            identifiers: ["- {kind: account, value: \"${item.?account}\"}", email("email")],
            rules: [
                "- when: item.type == \"letter.delivered\"", "  type: message.delivered",
                "- when: item.type == \"letter.returned\"", "  type: message.bounced",
                "  event: {hard: true, reason: \"${item.?reason}\"}",
            ]
        )
    }

    private static let channel = "channel: letter                     # or sms, email, voice, chat, payment, crm …"

    private static func email(_ name: String) -> String {
        "- {kind: email, value: \"${item.?\(name)}\"}"
    }
}

extension SkeletonPayload {
    private static let keys = ["id", "event_id", "eventId", "uuid", "message_id", "messageId"]
    private static let types = ["type", "event", "event_type", "eventType", "topic", "action", "status"]
    private static let times = ["occurred_at", "created_at", "createdAt", "timestamp", "created", "time", "updated_at"]
    private static let emails = ["email", "recipient"]

    /// A body of the provider's; only names at its top are looked for, and only those that many providers use.
    init(sample: String, _ format: ConnectorSkeleton.BodyFormat) {
        let names = Self.members(sample, format)
        let found = { (wanted: [String]) in wanted.first { names[$0] != nil } }
        name = "the sample"
        body = sample
        key = found(Self.keys).map { "item.\($0)" }
        fields = (found(Self.times).map { ["occurred_at: ${time(item.\($0))}"] } ?? []) + [Self.channel]
        identifiers = (found(Self.emails).map { [Self.email($0)] } ?? []).filter { _ in format == .json }
        let type = found(Self.types).flatMap { name in names[name].map { (name: name, value: $0) } }
        let when = type.map { "item.\($0.name) == \(JSON.string($0.value).text)" }
        rules =
            when.map { ["- when: '\($0.replacing("'", with: "''"))'", "  type: message.delivered"] }
            ?? ["- type: message.delivered"]
    }

    /// The members at the top of a body, those that are text with their value.
    private static func members(_ body: String, _ format: ConnectorSkeleton.BodyFormat) -> [String: String] {
        let pairs: [(String, String)]
        switch format {
        case .form: pairs = FormText.pairs(Array(body.utf8)).map { ($0.name, $0.value) }
        case .json:
            let object = (try? JSON.parse(body))?.object ?? [:]
            pairs = object.members.map { ($0.name, $0.value.string ?? $0.value.text) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
