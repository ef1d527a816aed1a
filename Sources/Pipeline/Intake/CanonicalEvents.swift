import Connectors
public import Core
import Crypto
import Store

/// Takes events that are already in our vocabulary (CloudEvents 1.0, JSON, single or batch) from systems that can speak
/// it.
///
/// They walk the same way as webhooks: journal first, then the timeline.
public struct CanonicalEvents: Sendable {
    /// The source name under which they stand in the journal; no connector may take it.
    public static let source = "events"
    /// What read them.
    static let label = "cloudevents@1"

    private let journal: Journal

    /// Events go to `journal`.
    public init(journal: Journal) {
        self.journal = journal
    }

    /// Accepts a body of one event or an array of events, all or nothing.
    /// - Throws: ``IntakeError/malformed(_:)`` that names the first event and field that is wrong.
    public func accept(_ request: RawWebhook) async throws(IntakeError) -> (accepted: Int, duplicates: Int) {
        let items = try Self.items(of: request.body)
        var keys: [ItemKey] = []
        for (index, item) in items.enumerated() {
            let event: Event
            do throws(ReadFailure) {
                event = try Self.event(from: item, recorded: request.received)
                try Self.checkFields(of: event)
            } catch {
                throw .malformed("event \(index): \(error.reason)")
            }
            let key = JSON.array([.string(event.source), .string(event.id)]).text
            keys.append(ItemKey(key: key, digest: Hex.encode(SHA256.hash(data: item.bytes))))
        }
        let receipt = try await journal.append(keys, of: request, connector: Self.label)
        return (receipt.accepted, receipt.duplicates + receipt.conflicts)
    }

    /// What the vocabulary requires of its type; only of new events, so that old ones can always be read again.
    private static func checkFields(of event: Event) throws(ReadFailure) {
        let missing = event.missingFields
        guard !missing.isEmpty else { return }
        let names = missing.map { "`\($0)`" }.joined(separator: ", ")
        throw ReadFailure(reason: "`\(event.type)` needs \(names)")
    }

    /// The events of a body as JSON.
    static func items(of body: [UInt8]) throws(IntakeError) -> [JSON] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(body)
        } catch {
            throw .malformed("the body is not JSON: \(error.reason) at byte \(error.offset)")
        }
        return json.array ?? [json]
    }

    /// One event of its JSON.
    static func event(from json: JSON, recorded: Timestamp) throws(ReadFailure) -> Event {
        guard let object = json.object else { throw ReadFailure(reason: "an event must be a JSON object") }
        let id = try text("id", of: object)
        let source = try text("source", of: object)
        let typeName = try text("type", of: object)
        guard let type = EventType(wireName: typeName) else {
            let hint = Suggestion.hint(for: typeName, in: Array(Vocabulary.names)) ?? "see the vocabulary"
            throw ReadFailure(reason: "`type` is not in the vocabulary; \(hint)")
        }
        guard source != Event.ownSource else { throw ReadFailure(reason: "`source` must not be `\(Event.ownSource)`") }
        guard let time = Timestamp(rfc3339: try text("time", of: object)) else {
            throw ReadFailure(reason: "`time` must be RFC 3339 with an offset, such as 2026-03-02T16:00:05Z")
        }
        var event = Event(id: id, source: source, type: type, time: time, recorded: recorded, readBy: label)
        event.data = object["data"]?.object ?? [:]
        event.channel = object["channel"]?.string.map(Channel.init(rawValue:))
        event.direction = try direction(of: object)
        event.address = object["address"]?.string
        event.cause = object["causationid"]?.string
        event.account = try account(of: object)
        event.identifiers = try identifiers(of: object)
        if let account = event.account, let identifier = Identifier(kind: .account, value: account.description) {
            event.identifiers.append(identifier)
        }
        return event
    }

    private static func text(_ name: String, of object: JSONObject) throws(ReadFailure) -> String {
        guard let text = object[name]?.string, !text.isEmpty, text.utf8.count <= 512 else {
            throw ReadFailure(reason: "`\(name)` must be a text of 1 to 512 bytes")
        }
        return text
    }

    private static func direction(of object: JSONObject) throws(ReadFailure) -> Direction? {
        guard let text = object["direction"]?.string else { return nil }
        guard let direction = Direction(rawValue: text) else {
            throw ReadFailure(reason: "`direction` must be inbound or outbound")
        }
        return direction
    }

    /// The account in `subject`, as `account/creditor:reference`.
    private static func account(of object: JSONObject) throws(ReadFailure) -> AccountKey? {
        guard let subject = object["subject"]?.string, subject.hasPrefix("account/") else { return nil }
        guard let account = AccountKey(String(subject.dropFirst("account/".count))) else {
            throw ReadFailure(reason: "`subject` must be account/creditor:reference")
        }
        return account
    }

    /// Whether an identifier is the customer's own.
    ///
    /// One of a spouse, a co-obligor or an attorney must not make their
    /// telephone the customer's; roles on an account are not understood yet.
    private static func isOwn(_ identifier: JSON) -> Bool {
        ["self", "primary", "consumer"].contains(identifier["role"]?.string ?? "self")
    }

    private static func identifiers(of object: JSONObject) throws(ReadFailure) -> [Identifier] {
        var found: [Identifier] = []
        for item in object["identifiers"]?.array ?? [] where isOwn(item) {
            guard let name = item["kind"]?.string, let kind = Identifier.Kind(rawValue: name) else {
                let kinds = Identifier.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ReadFailure(reason: "an identifier's `kind` must be one of \(kinds)")
            }
            guard let value = item["value"]?.string, let identifier = Identifier(kind: kind, value: value) else {
                throw ReadFailure(reason: "an identifier of kind \(name) has a value that is none")
            }
            found.append(identifier)
        }
        return found
    }
}
