import Core
import Foundation
import Testing

@testable import Policy

/// The published cases of `Tests/Data/compliance_vectors.json`, as questions to the gate.
struct GateVector {
    let id: String
    let json: JSON

    static func all() throws -> [GateVector] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = tests.appending(path: "Data/compliance_vectors.json").path
        let json = try JSON.parse(#require(FileBytes.read(path), "\(path)"))
        return (json["vectors"]?.array ?? []).map { GateVector(id: $0["id"]?.string ?? "", json: $0) }
    }

    var given: JSON { json["given"] ?? nil }
    var propose: JSON { json["propose"] ?? nil }
    var expect: JSON { json["expect"] ?? nil }
    var rules: [String] { strings(expect["rules"]) }

    /// Whether it is about a contact, rules we have, and no configuration we do not.
    func canBeExpressed(in known: Set<String>) -> Bool {
        propose["action"]?.string == "contact" && Set(rules).isSubset(of: known) && json["config"]?["quiet_days"] == nil
    }

    func strings(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }

    var now: Timestamp {
        get throws { try GateFixture.instant(propose["at"]?.string ?? "") }
    }

    var proposal: Proposal {
        var proposal = Proposal(
            creditor: "v",
            actor: "third_party_collector",
            customer: "C1",
            channel: Channel(rawValue: propose["channel"]?.string ?? ""),
            address: propose["address"]?.string,
            account: accounts(propose["debts"]).first
        )
        proposal.recipient = propose["recipient"]?.string ?? "consumer"
        proposal.purpose = propose["purpose"]?.string ?? "collection"
        proposal.mode = propose["mode"]?.string
        proposal.isReply = propose["in_reply_to"]?.string != nil
        return proposal
    }

    /// What is known at the time of the proposal.
    var facts: CustomerFacts {
        get throws {
            let now = try now
            let events = try (placements + contacts + consents + preferences).filter { $0.time <= now }
            var facts = CustomerFacts.fold(
                customer: "C1",
                identifiers: [],
                events: events.sorted(by: Event.isEarlier),
                ledger: []
            )
            let consumer = given["consumer"]
            facts.attributes["state"] = consumer?["state"]?.string.map(JSON.string)
            facts.attributes["locality"] = consumer?["locality"]?.string.map(JSON.string)
            let zones = (consumer?["location_evidence"]?.array ?? []).flatMap { strings($0["zones"]) }
            facts.locations = zones.map { LocationEvidence(kind: .declared, value: $0) }
            return facts
        }
    }

    func accounts(_ debts: JSON?) -> [AccountKey] {
        strings(debts).map { AccountKey(creditor: "v", reference: $0) }
    }
}

extension GateVector {
    private func event(_ json: JSON, _ type: String, at key: String, id: String? = nil) throws -> Event {
        let time = try GateFixture.instant(json[key]?.string ?? "")
        let id = id ?? json["id"]?.string ?? ""
        var event = Event(id: id, source: "v", type: EventType(rawValue: type), time: time, recorded: time)
        event.customer = "C1"
        event.channel = (json["channel"] ?? json["medium"])?.string.map(Channel.init(rawValue:))
        event.address = (json["address"] ?? json["to"] ?? json["from"])?.string
        event.account = accounts(json["debts"]).first
        event.data["debts"] =
            json["debts"] == nil ? nil : .array(accounts(json["debts"]).map { .string($0.description) })
        return event
    }

    private var placements: [Event] {
        (given["debts"]?.array ?? []).map { debt in
            var event = Event(
                id: "placed-\(debt["id"]?.string ?? "")",
                source: "v",
                type: .accountPlaced,
                time: .init(seconds: 0),
                recorded: .init(seconds: 0)
            )
            event.account = AccountKey(creditor: "v", reference: debt["id"]?.string ?? "")
            event.data = ["balance": 10_000]
            event.data["original_account"] = debt["account_group"]
            return event
        }
    }

    private var contacts: [Event] {
        get throws {
            try (given["events"]?.array ?? []).flatMap { json in
                switch json["type"]?.string {
                case "contact": try contact(json)
                case "cease_written": [try cease(json)]
                default: [Event]()
                }
            }
        }
    }

    private func cease(_ json: JSON) throws -> Event {
        var event = try event(json, "cease.requested", at: "at")
        event.data["written"] = true
        event.direction = .inbound
        return event
    }

    private func contact(_ json: JSON) throws -> [Event] {
        let isInbound = json["dir"]?.string == "in"
        let isCall = ["voice", "voicemail_drop"].contains(json["channel"]?.string)
        let outcome = json["outcome"]?.string ?? ""
        let type = isCall ? callType(outcome) : isInbound ? "message.received" : "message.sent"
        var event = try event(json, type, at: "at")
        event.direction = isInbound ? .inbound : .outbound
        if type == "call.voicemail", outcome == "voicemail_lcm" { event.data["kind"] = "limited_content" }
        if type == "call.no_answer" { event.data["reason"] = .string(outcome) }
        event.data["recipient"] = json["person"]
        event.data["placed_by"] = json["collector"]
        event.data["in_reply_to"] = json["in_reply_to"]
        guard json["misdirected"]?.bool == true else { return [event] }
        return [event, try self.event(json, "wrong_party.reported", at: "at", id: "wrong-\(event.id)")]
    }

    private func callType(_ outcome: String) -> String {
        switch outcome {
        case "conversation": "call.conversation"
        case "voicemail_lcm", "voicemail_left": "call.voicemail"
        case "in_progress": "call.initiated"
        case "unknown_connected": "call.completed"
        default: "call.no_answer"
        }
    }

    private var consents: [Event] {
        get throws {
            try (given["consents"]?.array ?? []).flatMap { json in
                let kind = json["kind"]?.string ?? ""
                var given = try event(json, "consent.granted", at: "given_at")
                let isChannel = ["sms", "email"].contains(kind)
                if isChannel { given.channel = Channel(rawValue: kind) } else { given.data["scope"] = .string(kind) }
                given.data["expires"] = json["until_date"]
                guard json["withdrawn_at"] != nil else { return [given] }
                var withdrawn = try event(json, "consent.revoked", at: "withdrawn_at", id: "withdrawn-\(given.id)")
                (withdrawn.channel, withdrawn.data["scope"]) = (given.channel, given.data["scope"])
                return [given, withdrawn]
            }
        }
    }

    private var preferences: [Event] {
        get throws {
            try (given["preferences"]?.array ?? []).compactMap { json in
                let types = ["medium_opt_out": "consent.revoked", "medium_opt_in": "consent.granted"]
                guard let type = types[json["kind"]?.string ?? ""] else { return nil }
                var event = try event(json, type, at: "at")
                event.direction = .inbound
                if event.address == nil { event.data["scope"] = "channel" }
                return event
            }
        }
    }
}
