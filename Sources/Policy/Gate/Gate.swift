public import Core

/// The compliance rules every contact passes: when it is planned, and again when it is sent.
///
/// Pure: the same rules, facts and time give the same decision. What is not known never makes a contact easier.
public struct Gate: Sendable {
    /// In the order of the policy.
    public let rules: [Rule]
    /// Names the policy's texts.
    public let digest: String
    private let zones: ZoneDatabase
    private let geography: Geography
    private let unknownLocation: UnknownLocation

    /// A gate of compiled rules.
    public init(
        rules: [Rule],
        digest: String,
        zones: ZoneDatabase,
        geography: Geography,
        unknownLocation: UnknownLocation = .us50
    ) {
        self.rules = rules
        self.digest = digest
        self.zones = zones
        self.geography = geography
        self.unknownLocation = unknownLocation
    }

    /// The release of the time zone data.
    public var tzdata: String { zones.version }

    /// Decides on a contact that would leave at `now`.
    ///
    /// Every rule is asked and every one that fires is reported; deny goes before defer, defer before allow. `until` is
    /// the first instant at which no rule fires if nothing else happens; a deferral without it waits for a new fact.
    public func decide(_ proposal: Proposal, facts: CustomerFacts, now: Timestamp) -> Decision {
        let inquiry = Inquiry(proposal, facts: facts, places: places(of: facts))
        guard Channel.contacts.contains(inquiry.channel) else { return refuse(proposal, at: now) }
        let ruling = Ruling(of: rules, at: Moment(inquiry, at: now))
        return decision(ruling, release: Release.search(rules, inquiry, from: now, ruling), at: now)
    }

    /// Where a customer may be; the first zone is the home zone.
    ///
    /// Empty when that must be known and is not.
    public func zones(of facts: CustomerFacts) -> [Zone] { places(of: facts).zones }

    private func places(of facts: CustomerFacts) -> Places {
        Places(of: facts, zones: zones, geography: geography, unknown: unknownLocation)
    }

    private func decision(_ ruling: Ruling, release: Release, at now: Timestamp) -> Decision {
        var decision = Decision(
            verdict: .allow,
            at: now,
            findings: ruling.findings,
            passed: ruling.passed,
            notApplicable: ruling.notApplicable,
            missingFacts: ruling.missing,
            policy: digest,
            tzdata: tzdata
        )
        switch release {
        case .now: break
        case .at(let until): (decision.verdict, decision.until) = (.defer, until)
        case .newFact: decision.verdict = .defer
        case .denied: decision.verdict = .deny
        case .never(let why):
            decision.verdict = .deny
            decision.findings.append(Self.finding("NO-LAWFUL-TIME", why))
        }
        return decision
    }

    private func refuse(_ proposal: Proposal, at now: Timestamp) -> Decision {
        let why = "No rule knows the channel \(proposal.channel), so nothing may go through it."
        let finding = Self.finding("UNKNOWN-CHANNEL", why)
        return Decision(verdict: .deny, at: now, findings: [finding], policy: digest, tzdata: tzdata)
    }

    private static func finding(_ rule: String, _ why: String) -> Decision.Finding {
        Decision.Finding(rule: rule, effect: "deny", explain: why, citation: [], authority: "policy")
    }
}
