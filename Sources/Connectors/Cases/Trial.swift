public import Core

/// What a connector makes of one request, from the signature to the events: `connector try`, and every test case.
public struct Trial: Sendable {
    /// Whether the request is believed; an answered handshake is.
    public private(set) var isVerified = false
    /// `ok`, `handshake`, or why it is refused.
    public private(set) var reason = "ok"
    /// What its sender gets.
    public private(set) var answer: HookAnswer
    /// What a handshake asks to be called before it is answered; nothing is called here.
    public private(set) var call: String?
    /// The name of the secret that a handshake hands over; nothing is kept here.
    public private(set) var capture: String?
    /// Its items, in order.
    public internal(set) var items: [TrialItem] = []
    /// Rows of a file that are not taken, in order.
    public internal(set) var rejects: [FileReject] = []
    /// Why it cannot be read, though it is believed.
    public internal(set) var failure: String?
    /// What a poll asks next; nil for a webhook.
    var page: PageTrial?

    /// The keys of its items, in order.
    public var keys: [String] { items.map(\.key) }
    /// Its events, in order.
    public var events: [Event] { items.flatMap(\.events) }

    /// Sends a request through a source at `now`, without storing anything.
    ///
    /// `skipsVerification` reads a request without its signature. It is for looking at payloads; nothing that comes
    /// over HTTP may use it.
    ///
    /// `documents` are what certificate URLs and the like would give, `replies` what actions would get that ask a
    /// provider whether the request is its own, by their names, and `full` what would be fetched for thin items; nothing
    /// is fetched here.
    public init(
        _ webhook: RawWebhook,
        source: Source,
        now: Timestamp,
        documents: [String: String] = [:],
        replies: [String: HTTPReply] = [:],
        full: JSON? = nil,
        skipsVerification: Bool = false
    ) {
        let verification =
            skipsVerification || webhook.isFile
            ? .verified(source.trusted(webhook))
            : source.verify(webhook, at: now, documents: documents, replies: replies)
        switch verification {
        case .answered(let reply):
            answer = reply.answer
            call = reply.call?.url
            capture = reply.capture?.secret
            isVerified = true
            reason = "handshake"
        case .refused(let refusal), .needs(_, otherwise: let refusal):
            answer = refusal.answer
            isVerified = false
            reason = refusal.reason.rawValue
        case .verified(let verified):
            answer = source.answer(verified)
            isVerified = true
            reason = "ok"
            read(verified, source, full: full)
        }
    }

    /// Of something that need not be verified; nothing is read yet.
    init(trusting answer: HookAnswer) {
        self.answer = answer
        isVerified = true
    }

    /// Reads every item up to the first that cannot be read.
    mutating func read(_ webhook: VerifiedWebhook, _ source: Source, full: JSON?) {
        if webhook.raw.isFile { return readFile(webhook.raw, source) }
        do throws(ReadFailure) {
            for item in try source.read(webhook) {
                items.append(TrialItem(key: item.key, events: []))
                let enrichment = try source.enrichment(of: item, in: webhook)
                items[items.count - 1].awaits = enrichment?.json
                items[items.count - 1].isWaiting = full == nil && enrichment != nil
                if items[items.count - 1].isWaiting { continue }
                items[items.count - 1].events = try source.events(
                    from: item,
                    of: webhook,
                    recorded: webhook.raw.received,
                    full: enrichment == nil ? .null : full ?? .null
                )
            }
        } catch {
            failure = error.reason
        }
    }

    /// One object: `verified`, `reason`, `respond`, `events`, and `failure` when there is one.
    public var json: JSON {
        var object: JSONObject = [
            "verified": .bool(isVerified), "reason": .string(reason), "respond": .object(answer.json),
            "events": .array(events.map { .object($0.flat) }),
        ]
        let awaited = items.compactMap(\.awaits)
        if !awaited.isEmpty { object["awaits"] = .array(awaited.map(JSON.object)) }
        object["call"] = call.map(JSON.string)
        object["capture"] = capture.map(JSON.string)
        object["failure"] = failure.map(JSON.string)
        if !rejects.isEmpty { object["rejected"] = .array(rejects.map(\.json)) }
        return .object(object)
    }
}

/// One thing a request reports, and what it means.
public struct TrialItem: Sendable {
    /// What it is deduplicated by within its source.
    public let key: String
    /// None when the connector ignores it, or waits for more.
    public internal(set) var events: [Event]
    /// What is asked of the provider before it is read: `action` and `input`.
    public internal(set) var awaits: JSONObject?
    /// Whether it was not read, since nobody said what the provider would answer.
    public internal(set) var isWaiting = false
}

extension HookAnswer {
    /// `status`, `content_type`, `headers` and `body` as text.
    public var json: JSONObject {
        var object: JSONObject = ["status": .int(Int64(status))]
        object["content_type"] = contentType.map(JSON.string)
        object["headers"] = .object(JSONObject(headers.map { ($0.name, .string($0.value)) }))
        object["body"] = .string(String(decoding: body, as: UTF8.self))
        return object
    }
}

extension Enrichment {
    /// `action` and `input`.
    fileprivate var json: JSONObject { ["action": .string(action.name), "input": .object(input)] }
}
