import Connectors
import Core
import Pipeline
import Store

extension Quarantined.Outline {
    /// An entry of a list.
    var json: JSON {
        [
            "number": .int(number), "source": .string(source), "stage": .string(stage.rawValue),
            "reason": .string(reason), "received": .string(received.description), "method": .string(method),
            "bytes": .int(bytes), "item": item.map(JSON.int) ?? .null,
        ]
    }
}

extension Quarantined {
    /// An entry with its request; `now` and `request` as `connector try` takes them.
    func json(_ mask: RequestMask?) -> JSON {
        [
            "number": .int(number), "source": .string(webhook.source), "stage": .string(stage.rawValue),
            "reason": .string(reason), "received": .string(webhook.received.description),
            "item": item.map(JSON.int) ?? .null, "masked": .bool(mask != nil), "now": .int(webhook.received.seconds),
            "request": .object((mask?.masked(webhook) ?? webhook).json),
        ]
    }
}

extension RawWebhook {
    /// `method`, `url`, `headers`, and the body as text or in Base64.
    var json: JSONObject {
        var object: JSONObject = ["method": .string(method), "url": .string(url), "headers": .object(headerLists)]
        if let text = String(validating: body, as: UTF8.self) {
            object["body"] = .string(text)
        } else {
            object["body_base64"] = .string(Base64.encode(body))
        }
        object["peer"] = peer.map(JSON.string)
        object["client_subject"] = clientSubject.map(JSON.string)
        return object
    }

    /// A header that came several times has a list of values.
    private var headerLists: JSONObject {
        var lists: JSONObject = [:]
        for header in headers {
            switch lists[header.name] {
            case nil: lists[header.name] = .string(header.value)
            case .array(let values)?: lists[header.name] = .array(values + [.string(header.value)])
            case let first?: lists[header.name] = .array([first, .string(header.value)])
            }
        }
        return lists
    }
}

extension ReadmissionReport {
    /// What became of an entry.
    var json: JSONObject {
        var object: JSONObject = [
            "number": .int(number), "source": .string(source), "stage": .string(stage.rawValue), "good": .bool(isGood),
        ]
        if let refusal {
            object["reason"] = .string(refusal)
            return object
        }
        object["items"] = .int(Int64(items))
        object["known"] = .int(Int64(known))
        object["events"] = .array(events.map { .string($0.rawValue) })
        if awaiting > 0 { object["awaiting"] = .int(Int64(awaiting)) }
        if !unreadable.isEmpty { object["unreadable"] = .array(unreadable.map(JSON.string)) }
        return object
    }
}
