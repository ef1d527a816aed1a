extension Decision {
    /// The decision as stored and as the API gives it.
    public var json: JSON {
        [
            "decision": .string(verdict.rawValue), "at": .string(at.description),
            "until": until.map { .string($0.description) } ?? .null,
            "rules": .array(findings.map(\.json)),
            "passed": .array(
                passed.map { ["id": .string($0.rule), "counted": $0.countedJSON, "excluded": $0.excludedJSON] }
            ),
            "not_applicable": .array(notApplicable.map(JSON.string)),
            "missing_facts": .array(missingFacts.map(JSON.string)),
            "policy": .string(policy), "tzdata": .string(tzdata),
        ]
    }
}

extension Decision {
    /// The decision with the contact it is about, as stored.
    public func json(for delivery: Delivery) -> JSON {
        var object = json.object ?? [:]
        object["proposal"] = [
            "delivery": .string(delivery.id), "customer": .string(delivery.customer),
            "creditor": .string(delivery.creditor),
            "account": delivery.account.map { .string($0.description) } ?? .null,
            "channel": .string(delivery.channel.rawValue), "address": delivery.address.map(JSON.string) ?? .null,
            "purpose": .string(delivery.purpose), "template": delivery.template.map(JSON.string) ?? .null,
        ]
        return .object(object)
    }
}

extension Decision.Finding {
    /// The finding as the API gives it.
    public var json: JSON {
        var object: JSONObject = [
            "id": .string(rule), "effect": .string(effect), "explain": .string(explain),
            "authority": .string(authority), "citation": .array(citation.map(JSON.string)),
            "counted": countedJSON, "excluded": excludedJSON,
            "until": until.map { .string($0.description) } ?? .null,
        ]
        if !evidence.isEmpty { object["evidence"] = .object(evidence) }
        return .object(object)
    }

    var countedJSON: JSON { .array(counted.map(JSON.string)) }

    var excludedJSON: JSON {
        .array(excluded.map { ["event": .string($0.event), "why": .string($0.why)] })
    }
}
