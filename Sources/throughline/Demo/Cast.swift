import Core

/// Who plays: three people in three time zones, and what the CRM knows of them.
enum Cast {
    private struct Person {
        let reference: String
        let crm: String
        let name: String
        let phone: String
        let email: String
        let state: String
        let balance: Int64
        let oldestDue: String
    }

    /// Ann in New York likes links and texts; Bob in Illinois opens mails and pays; Cara in Texas talks, and her
    /// number is from Hawaii.
    private static let people = [
        Person(
            reference: "100231",
            crm: "k-ann",
            name: "Ann",
            phone: "+12125550147",
            email: "ann@example.com",
            state: "NY",
            balance: 12_000,
            oldestDue: "2027-01-15"
        ),
        Person(
            reference: "100232",
            crm: "k-bob",
            name: "Bob",
            phone: "+13125550182",
            email: "bob@example.com",
            state: "IL",
            balance: 8_450,
            oldestDue: "2027-01-28"
        ),
        Person(
            reference: "100233",
            crm: "k-cara",
            name: "Cara",
            phone: "+18085550163",
            email: "cara@example.com",
            state: "TX",
            balance: 30_900,
            oldestDue: "2026-12-01"
        ),
    ]

    /// The name of whoever an account is of.
    static func name(of account: String) -> String {
        people.first { account.hasSuffix($0.reference) }?.name ?? account
    }

    /// What happened before we were asked.
    static var history: JSON {
        var events = people.map(known)
        events += [
            event(
                "h1",
                "k-ann",
                "consent.granted",
                "2026-11-02T15:00:00Z",
                channel: "sms",
                ["channel": "sms", "scope": "channel", "proof": ["method": "web_form"]]
            ),
            event(
                "h2",
                "k-ann",
                "portal.session.started",
                "2026-12-05T14:10:00Z",
                channel: "portal",
                ["session": "s-1", "via_message": "m-0", "authenticated": true]
            ),
            event(
                "h3",
                "k-ann",
                "message.clicked",
                "2027-01-20T16:40:00Z",
                channel: "email",
                ["message": "m-1", "link": "portal", "machine": false]
            ),
            event(
                "h4",
                "k-bob",
                "message.clicked",
                "2026-11-18T17:05:00Z",
                channel: "email",
                ["message": "m-2", "link": "pay", "machine": false]
            ),
            event(
                "h5",
                "k-bob",
                "payment.succeeded",
                "2026-11-18T17:06:00Z",
                channel: "payment",
                ["payment": "p-2", "amount": 5000, "currency": "USD", "origin": "link", "fee": 0]
            ),
            event(
                "h6",
                "k-cara",
                "call.conversation",
                "2027-01-12T20:30:00Z",
                channel: "voice",
                ["call": "c-1", "party": "right", "debts": ["acme:100233"], "refused_phone": false]
            ),
        ]
        return .array(events)
    }

    /// The placements as the CRM's own webhooks.
    static var placements: [JSON] {
        people.map { person in
            [
                "type": "account.placed", "id": .string("placed-\(person.reference)"),
                "data": [
                    "account": .string("acme:\(person.reference)"), "balance": .int(person.balance), "currency": "USD",
                    "creditor": "acme", "oldest_due": .string(person.oldestDue),
                    "identifiers": [["kind": "crm_id", "value": .string(person.crm)]],
                ],
            ]
        }
    }

    private static func known(_ person: Person) -> JSON {
        var event =
            event(
                "c-\(person.crm)",
                person.crm,
                "customer.created",
                "2026-10-01T12:00:00Z",
                channel: "crm",
                ["attributes": ["first_name": .string(person.name), "address": ["state": .string(person.state)]]]
            ).object ?? [:]
        event["identifiers"] = [
            ["kind": "crm_id", "value": .string(person.crm)], ["kind": "phone", "value": .string(person.phone)],
            ["kind": "email", "value": .string(person.email)],
        ]
        return .object(event)
    }

    private static func event(
        _ id: String,
        _ crm: String,
        _ type: String,
        _ time: String,
        channel: String,
        _ data: JSON
    ) -> JSON {
        [
            "specversion": "1.0", "id": .string(id), "source": "acme-crm", "type": .string(type),
            "time": .string(time), "channel": .string(channel),
            "identifiers": [["kind": "crm_id", "value": .string(crm)]], "data": data,
        ]
    }
}
