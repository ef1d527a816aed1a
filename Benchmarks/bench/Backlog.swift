import Core
import Foundation
import NIOCore

/// Customers, one account each, whom the gate lets us write to right now.
enum Backlog {
    static let environment = ["BENCH_API_KEY": "bench-key"]

    /// A source that sends mail to the sink, the law on, and one trigger.
    static func configuration(sink: Int) -> JSONObject {
        [
            "sources": [
                "mail": [
                    "connector": "sendgrid", "base_url": .string("http://127.0.0.1:\(sink)"),
                    "secrets": [
                        "verification_key": [["env": "BENCH_API_KEY"]], "api_key": [["env": "BENCH_API_KEY"]],
                    ],
                ]
            ],
            "creditors": [
                "acme": [
                    "name": "Acme Dental", "actor": "third_party_collector", "sending": ["email": "live"],
                    "providers": ["email": ["mail"]], "senders": ["email": "billing@acme.example"],
                ]
            ],
            "templates": [
                "reminder": [
                    "version": 1, "channel": "email", "subject": "Your account with ${creditor.name}",
                    "text":
                        "${customer.first_name}, your balance is ${money(account.balance_cents, account.currency)}. Answer STOP to stop.",
                ]
            ],
            "triggers": ["remind": ["contact": ["channel": "email", "template": "reminder"]]],
            "policy": ["packs": ["us/reg-f", "house"]],
        ]
    }

    /// The zone where it is about noon now, so that quiet hours are checked and do not hold.
    static func noonZone(at now: Date) -> String {
        let hour = Int(now.timeIntervalSince1970) / 3600 % 24
        let offset = hour - 12  // POSIX sign: Etc/GMT+5 is five hours behind
        if offset == 0 { return "Etc/GMT" }
        return offset > 0 ? "Etc/GMT+\(offset)" : "Etc/GMT\(offset)"
    }

    /// `POST /v1/events` in batches: who they are and what they owe.
    static func customers(_ count: Int) -> [ByteBuffer] {
        let now = Date().ISO8601Format()
        let zone = noonZone(at: Date())
        let events = (0..<count).flatMap { [created($0, now, zone), placed($0, now)] }
        return stride(from: 0, to: events.count, by: 100).map { start in
            Requests.post("/v1/events", .array(Array(events[start..<min(start + 100, events.count)])))
        }
    }

    static func triggers(_ count: Int, notBefore: String) -> [ByteBuffer] {
        (0..<count).map { number in
            Requests.post(
                "/v1/triggers/remind",
                [
                    "identifiers": [["kind": "account", "value": .string("acme:B\(number)")]], "input": [:],
                    "not_before": .string(notBefore),
                ]
            )
        }
    }

    private static func created(_ number: Int, _ now: String, _ zone: String) -> JSON {
        event(
            "customer.created",
            number,
            now,
            ["attributes": ["first_name": "Ann", "time_zone": .string(zone)]]
        )
    }

    private static func placed(_ number: Int, _ now: String) -> JSON {
        event(
            "account.placed",
            number,
            now,
            ["balance": .int(Int64(1000 + number)), "currency": "USD", "creditor": "acme", "oldest_due": "2025-01-31"]
        )
    }

    private static func event(_ type: String, _ number: Int, _ now: String, _ data: JSON) -> JSON {
        [
            "specversion": "1.0", "id": .string("bench-\(type)-\(number)"), "source": "bench",
            "type": .string("io.throughline.\(type).v1"), "time": .string(now),
            "subject": .string("account/acme:B\(number)"),
            "identifiers": [
                ["kind": "account", "value": .string("acme:B\(number)")],
                ["kind": "email", "value": .string("person\(number)@example.com")],
            ],
            "data": data,
        ]
    }
}
