import Connectors
import Core

/// What `connector call` shows: every request, its reply, and what became of the action.
struct CallReport {
    let steps: [CallStep]
    /// Nil for a plan.
    let outcome: ActionOutcome?
    let redaction: CallRedaction

    init(steps: [CallStep], outcome: ActionOutcome?, redaction: CallRedaction) {
        self.steps = steps
        self.outcome = outcome
        var redaction = redaction
        for step in steps { redaction.learn(from: step) }
        self.redaction = redaction
    }

    /// Whether the provider took it.
    var isAccepted: Bool {
        if case .accepted? = outcome { true } else { false }
    }

    /// One object, as the command's help describes it.
    var json: JSON {
        var object: JSONObject = ["steps": .array(steps.map(json))]
        let last = steps.last { $0.kind == .action }?.reply
        object["status"] = outcome.map { _ in last.map { .int(Int64($0.status)) } ?? .null }
        object["outcome"] = outcome.map(json)
        return .object(object)
    }

    private func json(_ step: CallStep) -> JSON {
        var object: JSONObject = [
            "kind": .string(step.kind.rawValue), "name": .string(step.name), "method": .string(step.call.method),
            "url": .string(redaction.shown(step.call.url)), "headers": headers(step.call.headers),
        ]
        add(redaction.shown(step.call.body), to: &object)
        if let reply = step.reply {
            var answer: JSONObject = ["status": .int(Int64(reply.status)), "headers": headers(reply.headers)]
            add(redaction.body(of: reply, to: step), to: &answer)
            object["reply"] = .object(answer)
        }
        object["failure"] = step.failure.map(JSON.string)
        return .object(object)
    }

    /// One member for each name; several values of a name are joined.
    private func headers(_ headers: [(name: String, value: String)]) -> JSON {
        let pairs = headers.map { ($0.name, redaction.shown($0.value, ofHeader: $0.name)) }
        return .object(
            pairs.reduce(into: JSONObject()) { object, pair in
                object[pair.0] = .string([object[pair.0]?.string, pair.1].compactMap(\.self).joined(separator: ", "))
            }
        )
    }

    private func add(_ body: [UInt8], to object: inout JSONObject) {
        let text = String(validating: body, as: UTF8.self)
        object[text == nil ? "body_base64" : "body"] = .string(text ?? Base64.encode(body))
    }

    private func json(_ outcome: ActionOutcome) -> JSON {
        var object: JSONObject = ["kind": .string(outcome.kind)]
        switch outcome {
        case .accepted(let providerID, let result):
            object["provider_message_id"] = providerID.map(JSON.string)
            object["result"] = .object(result)
        case .refused(let code, let message, let retryAfter, let isPermanent):
            object["code"] = .string(code)
            object["message"] = .string(redaction.shown(message))
            object["permanent"] = .bool(isPermanent)
            object["retry_after"] = retryAfter.map { .double(Double($0.microseconds) / 1_000_000) }
        case .unknown(let code): object["code"] = .string(code)
        case .reauth: break
        }
        return .object(object)
    }
}

extension CallStep {
    /// The reply, when one came.
    var reply: HTTPReply? {
        if case .replied(let reply)? = result { reply } else { nil }
    }

    /// Why none came, when it was sent.
    var failure: String? {
        switch result {
        case .lost(let failure)?: failure.rawValue
        case .neverSent(let failure)?: "\(failure.rawValue), nothing was sent"
        case .replied?, nil: nil
        }
    }
}

extension ActionOutcome {
    /// Its name.
    fileprivate var kind: String {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        case .unknown: "unknown"
        case .reauth: "reauth"
        }
    }
}
