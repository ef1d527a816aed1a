public import Core

/// What a connector makes of one request, from the signature to the events: `connector try`, and every test case.
public struct Trial: Sendable {
    /// Whether the request is believed; an answered handshake is.
    public let isVerified: Bool
    /// `ok`, `handshake`, or why it is refused.
    public let reason: String
    /// What its sender gets.
    public let answer: HookAnswer
    /// What a handshake asks to be called before it is answered; nothing is called here.
    public private(set) var call: String?
    /// Its items, in order.
    public private(set) var items: [TrialItem] = []
    /// Why it cannot be read, though it is believed.
    public private(set) var failure: String?

    /// The keys of its items, in order.
    public var keys: [String] { items.map(\.key) }
    /// Its events, in order.
    public var events: [Event] { items.flatMap(\.events) }

    /// Sends a request through a source at `now`, without storing anything.
    ///
    /// `skipsVerification` reads a request without its signature. It is for looking at payloads; nothing that comes
    /// over HTTP may use it.
    ///
    /// `documents` are what certificate URLs and the like would give; nothing is fetched here.
    public init(
        _ webhook: RawWebhook,
        source: Source,
        now: Timestamp,
        documents: [String: String] = [:],
        skipsVerification: Bool = false
    ) {
        let verification =
            skipsVerification
            ? .verified(source.trusted(webhook)) : source.verify(webhook, at: now, documents: documents)
        switch verification {
        case .answered(let reply):
            answer = reply.answer
            call = reply.call?.url
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
            read(verified, source)
        }
    }

    private mutating func read(_ webhook: VerifiedWebhook, _ source: Source) {
        do throws(ReadFailure) {
            for item in try source.read(webhook) {
                items.append(TrialItem(key: item.key, events: []))
                items[items.count - 1].events = try source.events(
                    from: item,
                    of: webhook,
                    recorded: webhook.raw.received
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
        object["call"] = call.map(JSON.string)
        object["failure"] = failure.map(JSON.string)
        return .object(object)
    }
}

/// One thing a request reports, and what it means.
public struct TrialItem: Sendable {
    /// What it is deduplicated by within its source.
    public let key: String
    /// None when the connector ignores it.
    public internal(set) var events: [Event]
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
