import Core

extension CustomerFacts {
    /// The customer as the API shows it.
    var json: JSON {
        [
            "id": .string(customer), "attributes": .object(attributes),
            "identifiers": .array(
                identifiers.map { ["kind": .string($0.kind.rawValue), "value": .string($0.value)] }
            ),
            "accounts": .array(accounts.values.sorted { $0.key.description < $1.key.description }.map(\.json)),
            "preferences": .array(preferences.map(\.json)),
            "ceases": .array(ceases.map { ["event": .string($0.event), "time": .string($0.time.description)] }),
        ]
    }
}

extension Account {
    fileprivate var json: JSON {
        [
            "account": .string(key.description), "balance": .int(balance), "currency": .string(currency),
            "oldest_due": oldestDue.map { .string($0.description) } ?? .null, "ended": ended.map(JSON.string) ?? .null,
            "flags": .array(flags.sorted().map(JSON.string)),
        ]
    }
}

extension Preference {
    fileprivate var json: JSON {
        [
            "event": .string(event), "time": .string(time.description), "channel": .string(channel.rawValue),
            "address": address.map(JSON.string) ?? .null, "consents": .bool(isConsent),
        ]
    }
}
