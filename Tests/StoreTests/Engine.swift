import Core
import Foundation
import Store
import Testing

/// An engine behind ``EventStore``.
///
/// The contract has one body; every engine runs it.
struct Engine: Sendable, CustomTestStringConvertible {
    let name: String
    private let opening: @Sendable (_ folder: String, _ bounds: QuarantineBounds) async throws -> any EventStore

    var testDescription: String { name }

    /// Opens the store that lives in a folder, new or not.
    func open(_ folder: String, bounds: QuarantineBounds = .standard) async throws -> any EventStore {
        try await opening(folder, bounds)
    }

    static let sqlite = Engine(name: "SQLite") { folder, bounds in
        try SQLiteStore.open(path: "\(folder)/throughline.db", bounds: bounds)
    }

    static let all = [sqlite]
}

extension Engine {
    /// Runs `body` with an empty store of this engine and throws the store away.
    func withStore(
        bounds: QuarantineBounds = .standard,
        _ body: (any EventStore) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let store = try await open(folder, bounds: bounds)
            do {
                try await body(store)
                await store.close()
            } catch {
                await store.close()
                throw error
            }
        }
    }
}

/// Runs `body` with a folder of its own and removes it.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
}

/// An instant so many seconds into the story.
func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_767_225_600 + seconds) }

extension RawWebhook {
    /// A request to source `crm` with a body.
    static func sample(_ body: String = "{}", source: String = "crm", at time: Timestamp = moment(0)) -> RawWebhook {
        RawWebhook(
            source: source,
            method: "POST",
            url: "https://hooks.example.org/hooks/\(source)?a=b",
            headers: [("content-type", "application/json"), ("x-note", "quote \" and \\ and\ttab"), ("x-empty", "")],
            body: Array(body.utf8),
            received: time
        )
    }
}

extension ItemKey {
    /// A key whose bytes have the digest `digest`.
    init(_ key: String, _ digest: String = "d") {
        self.init(key: key, digest: digest)
    }
}

extension Event {
    /// An event of source `crm`.
    static func sample(
        _ id: String,
        _ type: EventType = .messageReceived,
        at seconds: Int64 = 0,
        source: String = "crm",
        customer: String? = "cus_1",
        data: JSONObject = [:]
    ) -> Event {
        Event(
            id: id,
            source: source,
            type: type,
            time: moment(seconds),
            recorded: moment(seconds + 1),
            customer: customer,
            readBy: "crm@1",
            data: data
        )
    }
}

extension Delivery {
    /// A queued text message.
    static func sample(_ id: String, due seconds: Int64 = 0, customer: String = "cus_1") -> Delivery {
        Delivery(
            id: id,
            kind: .contact,
            customer: customer,
            account: AccountKey(creditor: "acme", reference: "100:231"),
            creditor: "acme",
            channel: .sms,
            address: "+15005550006",
            source: "sms",
            action: "send_sms",
            input: ["text": "Hello"],
            purpose: "collection",
            due: moment(seconds),
            created: moment(0)
        )
    }
}

extension Run {
    /// A run of the account `acme:1`.
    static func sample(_ id: String, entered seconds: Int64 = 0, account: String = "1") -> Run {
        Run(
            id: id,
            playbook: "early",
            version: 3,
            customer: "cus_1",
            account: AccountKey(creditor: "acme", reference: account),
            persona: "digital",
            step: "first",
            entered: moment(seconds)
        )
    }
}

extension LedgerRow {
    /// The count of a delivery's try.
    static func sample(_ delivery: String, at seconds: Int64 = 0) -> LedgerRow {
        LedgerRow(
            delivery: delivery,
            customer: "cus_1",
            account: AccountKey(creditor: "acme", reference: "1"),
            channel: .sms,
            address: "+15005550006",
            wallTime: moment(seconds),
            bootID: "boot",
            bootTime: 17,
            isReply: false
        )
    }
}
