import Core
import Policy
import Testing
import YAML

/// What the tests of the gate share.
enum GateFixture {
    static let zones = ZoneDatabase()
    static let account = AccountKey(creditor: "acme", reference: "100")

    /// A gate of packs and of rules written in the test.
    static func gate(_ packs: String..., rules text: String = "", unknown: UnknownLocation = .us50) throws -> Gate {
        let rules = try packs.flatMap { name throws(Diagnostics) in try RulePack.load(name) } + self.rules(text)
        return Gate(rules: rules, digest: "sha256:test", zones: zones, geography: .bundled, unknownLocation: unknown)
    }

    /// Rules of a YAML list; throws all that is wrong with them.
    static func rules(_ text: String) throws(Diagnostics) -> [Rule] {
        let node = try YAML.parse(text, name: "policy.yaml")
        let problems = Problems()
        let rules = (node.elements ?? []).compactMap { Rule.read($0, problems) }
        try problems.throwErrors()
        return rules
    }

    /// A customer in `zones` who owes 120.00 on ``account``.
    static func facts(_ events: [Event] = [], ledger: [LedgerRow] = [], in zones: String...) throws -> CustomerFacts {
        let placed = try event("placed", .accountPlaced, "2026-01-02T12:00:00Z", data: ["balance": 12_000])
        var facts = CustomerFacts.fold(
            customer: "cus_1",
            identifiers: [],
            events: ([placed] + events).sorted(by: Event.isEarlier),
            ledger: ledger
        )
        facts.locations = (zones.isEmpty ? ["America/New_York"] : zones).map { .init(kind: .declared, value: $0) }
        return facts
    }

    static func event(
        _ id: String,
        _ type: EventType,
        _ time: String,
        channel: Channel? = nil,
        direction: Direction? = nil,
        address: String? = nil,
        data: JSONObject = [:]
    ) throws -> Event {
        let time = try instant(time)
        return Event(
            id: id,
            source: "test",
            type: type,
            time: time,
            recorded: time,
            customer: "cus_1",
            account: account,
            channel: channel,
            direction: direction,
            address: address,
            data: data
        )
    }

    /// A call of ours that nobody answered, or that ended otherwise.
    static func call(_ id: String, _ time: String, _ reason: String = "no_answer") throws -> Event {
        let type = EventType(rawValue: reason == "conversation" ? "call.conversation" : "call.no_answer")
        return try event(id, type, time, channel: .voice, direction: .outbound, data: ["reason": .string(reason)])
    }

    static func sent(
        _ delivery: String,
        _ time: String,
        _ channel: Channel = .sms,
        isReply: Bool = false
    ) throws -> LedgerRow {
        LedgerRow(
            delivery: delivery,
            customer: "cus_1",
            account: account,
            channel: channel,
            address: channel == .email ? "ann@example.com" : "+16145550142",
            wallTime: try instant(time),
            bootID: "b",
            bootTime: 0,
            isReply: isReply
        )
    }

    static func proposal(_ channel: Channel, purpose: String = "collection", isReply: Bool = false) -> Proposal {
        var proposal = Proposal(
            creditor: "acme",
            actor: "third_party_collector",
            customer: "cus_1",
            channel: channel,
            address: channel == .email ? "ann@example.com" : "+16145550142",
            account: account
        )
        proposal.purpose = purpose
        proposal.isReply = isReply
        return proposal
    }

    static func instant(_ text: String) throws -> Timestamp {
        try #require(Timestamp(rfc3339: text), "\(text)")
    }
}

extension Decision {
    /// `defer 2026-06-10T12:00:00Z REGF-6B1-HOURS`: the verdict, until when, and which rules fired.
    var summary: String {
        ([verdict.rawValue] + [until?.description].compactMap(\.self) + findings.map(\.rule)).joined(separator: " ")
    }

    func finding(_ rule: String) -> Finding? { (findings + passed).first { $0.rule == rule } }
}
