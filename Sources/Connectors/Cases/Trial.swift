public import Core

/// What a connector makes of one request, from the signature to the events: `connector try`, and every test case.
public struct Trial: Sendable {
    /// Whether the request is believed; an answered handshake is.
    public let isVerified: Bool
    /// `ok`, `handshake`, or why it is refused.
    public let reason: String
    /// What its sender gets.
    public let answer: HookAnswer
    /// The keys of its items, in order.
    public private(set) var keys: [String] = []
    /// Its events, in order.
    public private(set) var events: [Event] = []
    /// Why it cannot be read, though it is believed.
    public private(set) var failure: String?

    /// Sends a request through a source at `now`, without storing anything.
    ///
    /// `skipsVerification` reads a request without its signature. It is for looking at payloads; nothing that comes
    /// over HTTP may use it.
    public init(_ webhook: RawWebhook, source: Source, now: Timestamp, skipsVerification: Bool = false) {
        let verification = skipsVerification ? .verified(source.trusted(webhook)) : source.verify(webhook, at: now)
        switch verification {
        case .answered(let answer):
            self.answer = answer
            isVerified = true
            reason = "handshake"
        case .refused(let refusal):
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
                keys.append(item.key)
                events += try source.events(from: item, of: webhook, recorded: webhook.raw.received)
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
        object["failure"] = failure.map(JSON.string)
        return .object(object)
    }
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
