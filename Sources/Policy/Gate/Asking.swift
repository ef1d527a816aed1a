import Core

extension Rule {
    /// What the rule says about a contact at an instant; nil when it does not concern it.
    func answer(at moment: Moment) -> Answer? {
        switch concern(with: moment) {
        case .no: return nil
        case .failed(let why): return .failed(why)
        case .yes: break
        }
        var answer = test.answer(at: moment, onMissing: onMissing)
        if answer.fires, let end = end(in: moment.inquiry.places) { answer.until = min(answer.until ?? end, end) }
        return answer
    }
}

extension Test {
    fileprivate func answer(at moment: Moment, onMissing: [String: Rule.Missing]) -> Answer {
        switch self {
        case .window(let window): window.answer(at: moment, onMissing: onMissing["location"])
        case .cap(let cap): Counting(cap).answer(moment.inquiry, at: moment.now)
        case .cooldown(let cooldown): Counting(cooldown).answer(moment.inquiry, at: moment.now)
        case .block(let predicate): Self.blocked([predicate], at: moment) { $0 == .yes }
        case .require(let predicates): Self.blocked(predicates, at: moment) { $0 == .no }
        case .content(let must, let mustNot): Self.content(must + mustNot, onMissing["content"])
        }
    }

    private static func blocked(
        _ predicates: [Predicate],
        at moment: Moment,
        when fires: (Predicate.Answer) -> Bool
    ) -> Answer {
        let seen = SeenFacts()
        let said = predicates.anyHolds(moment.bindings(noting: seen))
        if case .failed(let why) = said { return .failed(why) }
        return fires(said) ? Answer(fires: true, counted: seen.ids) : .passes
    }

    /// Nothing says yet what a message contains, so every flag is a missing fact.
    private static func content(_ flags: [String], _ missing: Rule.Missing?) -> Answer {
        let names = flags.map { "content.\($0)" }
        return switch missing {
        case .treatAs: Answer(missing: names)
        case .defer: Answer(fires: true, effect: .defer, missing: names)
        case .deny, nil: Answer(fires: true, effect: .deny, missing: names)
        }
    }
}

extension HoursWindow {
    fileprivate func answer(at moment: Moment, onMissing: Rule.Missing?) -> Answer {
        let places = moment.inquiry.places
        switch place {
        case .fixed(let name):
            guard let zone = places.zone(name) else { return .needs("time zone \(name)") }
            return answer(at: moment.now, in: [zone])
        case .allCandidates:
            if places.isUnknown, onMissing == .deny { return .needs("location") }
            if places.isUnknown, onMissing == .defer { return .needs("location", effect: .defer) }
            guard !places.zones.isEmpty else { return .needs("location") }
            var answer = answer(at: moment.now, in: places.zones)
            if places.isUnknown { answer.missing = ["location"] }
            return answer
        }
    }

    private func answer(at now: Timestamp, in zones: [Zone]) -> Answer {
        guard !contains(now, in: zones) else { return .passes }
        let times = JSONObject(zones.map { ($0.name, .string($0.local(now).description)) })
        let evidence: JSONObject = [
            "local_times": .object(times), "open": .string(TimeOfDay.text(open)),
            "close": .string(TimeOfDay.text(close)),
        ]
        guard let next = next(from: now, in: zones) else {
            return Answer(
                fires: true,
                effect: .deny,
                evidence: evidence.merging(["failure": "no such time in any place"])
            )
        }
        return Answer(fires: true, until: next, evidence: evidence)
    }
}
