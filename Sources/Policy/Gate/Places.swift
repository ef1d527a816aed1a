import Core

/// Where a customer may be, as far as we know (12 CFR 1006.6(b)(1), comment 6(b)(1)(i)-2).
struct Places: Sendable {
    /// Every zone a clock may show for the customer; the first is the home zone.
    ///
    /// Empty when no time can be right.
    private(set) var zones: [Zone] = []
    /// The states the customer may be in, by their two letters.
    private(set) var states: [String] = []
    /// The city or other locality of the address, when known.
    let locality: String?
    /// Whether nothing tells where the customer is, or something does that we cannot read.
    private(set) var isUnknown = false
    private let database: ZoneDatabase

    init(of facts: CustomerFacts, zones database: ZoneDatabase, geography: Geography, unknown: UnknownLocation) {
        self.database = database
        let address = facts.attributes["address"]
        locality =
            facts.attributes["locality"]?.string ?? address?["locality"]?.string ?? address?["city"]?.string
            ?? facts.attributes["city"]?.string
        for evidence in facts.locations { take(evidence, geography) }
        if let state = address?["state"]?.string ?? facts.attributes["state"]?.string { add(state: state, geography) }
        if zones.isEmpty { isUnknown = true }
        if isUnknown { assume(unknown) }
    }

    private mutating func take(_ evidence: LocationEvidence, _ geography: Geography) {
        switch evidence.kind {
        case .address:
            add(state: evidence.value, geography)
            add(geography.zones(forState: evidence.value))
        case .declared: add([evidence.value])
        case .phone: take(phone: evidence.value, geography)
        }
    }

    /// An area code without a place (toll-free) says nothing.
    ///
    /// A number abroad says that the customer may be in its country; one that cannot be placed may be anywhere.
    private mutating func take(phone number: String, _ geography: Geography) {
        if CallingCodes.isNorthAmerican(number) {
            if let found = geography.zones(forPhone: number) { add(found) }
        } else {
            add(CallingCodes.zones(forPhone: number))
        }
    }

    private mutating func add(state: String, _ geography: Geography) {
        let code = state.uppercased()
        if geography.zones(forState: code) != nil, !states.contains(code) { states.append(code) }
    }

    /// A place we cannot read may be anywhere: never less strict than no place at all.
    private mutating func add(_ names: [String]?) {
        let found = (names ?? []).compactMap(database.zone)
        if found.isEmpty || found.count < (names?.count ?? 0) { isUnknown = true }
        for zone in found where !zones.contains(zone) { zones.append(zone) }
    }

    private mutating func assume(_ unknown: UnknownLocation) {
        let names =
            switch unknown {
            case .us50: Geography.us50
            case .us50AndTerritories: Geography.us50AndTerritories
            case .deny: [String]()
            }
        let assumed = names.compactMap(database.zone)
        guard unknown != .deny, assumed.count == names.count else {
            zones = []
            return
        }
        for zone in assumed where !zones.contains(zone) { zones.append(zone) }
    }
}

extension Places {
    /// The zone dates are counted in where one must be chosen.
    var home: Zone { zones.first ?? .utc }

    /// A zone fixed by a rule.
    func zone(_ name: String) -> Zone? { database.zone(name) }

    /// What clocks show in every place, for a person.
    func localTimes(_ now: Timestamp) -> JSON {
        .object(JSONObject(zones.map { ($0.name, .string($0.local(now).description)) }))
    }

    /// The earliest and the latest date it may be for the customer.
    func dates(_ now: Timestamp) -> (first: CivilDate, last: CivilDate) {
        let dates = zones.map { $0.local(now).date }
        let home = home.local(now).date
        return (dates.min() ?? home, dates.max() ?? home)
    }
}
