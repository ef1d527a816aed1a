import Core
import Testing

@testable import Policy

/// Hours of the day, in every place the customer may be.
struct GateHoursTests {
    private func decide(_ time: String, in zones: String..., channel: Channel = .sms) throws -> String {
        var facts = try GateFixture.facts()
        facts.locations = zones.map { .init(kind: .declared, value: $0) }
        let decision = try GateFixture.gate("us/reg-f")
            .decide(GateFixture.proposal(channel), facts: facts, now: GateFixture.instant(time))
        return decision.summary
    }

    @Test(
        "half-open from 8 to 21, by the clock on the wall",
        arguments: [
            ("2026-06-10T07:59:59-04:00", "defer 2026-06-10T12:00:00Z REGF-6B1-HOURS"),
            ("2026-06-10T08:00:00-04:00", "allow"),
            ("2026-06-10T20:59:59.999-04:00", "allow"),
            ("2026-06-10T21:00:00-04:00", "defer 2026-06-11T12:00:00Z REGF-6B1-HOURS"),
            // the night before clocks go forward is 9.5 hours long, the one before they go back 11.5
            ("2026-03-07T21:30:00-05:00", "defer 2026-03-08T12:00:00Z REGF-6B1-HOURS"),
            ("2026-03-08T07:30:00-04:00", "defer 2026-03-08T12:00:00Z REGF-6B1-HOURS"),
            ("2026-10-31T21:30:00-04:00", "defer 2026-11-01T13:00:00Z REGF-6B1-HOURS"),
            ("2026-11-01T07:30:00-05:00", "defer 2026-11-01T13:00:00Z REGF-6B1-HOURS"),
        ]
    )
    func oneZone(time: String, expected: String) throws {
        #expect(try decide(time, in: "America/New_York") == expected)
    }

    @Test(
        "in all zones at once",
        arguments: [
            ("2026-06-10T10:59:59-04:00", "defer 2026-06-10T15:00:00Z REGF-6B1-HOURS"),
            ("2026-06-10T11:00:00-04:00", "allow"),
            ("2026-06-10T21:00:00-04:00", "defer 2026-06-11T15:00:00Z REGF-6B1-HOURS"),
        ]
    )
    func twoZones(time: String, expected: String) throws {
        #expect(try decide(time, in: "America/New_York", "America/Los_Angeles") == expected)
        #expect(try decide(time, in: "America/Los_Angeles", "America/New_York") == expected)
    }

    @Test("letters have no hours") func letter() throws {
        #expect(try decide("2026-06-10T22:15:00-04:00", in: "America/New_York", channel: .letter) == "allow")
    }

    @Test("nobody knows where: right in all 50 states, and the decision says what is missing") func us50() throws {
        var facts = try GateFixture.facts()
        facts.locations = [.init(kind: .phone, value: "+18005550142")]
        let gate = try GateFixture.gate("us/reg-f")
        let early = gate.decide(
            GateFixture.proposal(.sms),
            facts: facts,
            now: try GateFixture.instant("2026-06-10T13:59:59-04:00")
        )
        #expect(early.summary == "defer 2026-06-10T18:00:00Z REGF-6B1-HOURS")
        #expect(early.missingFacts == ["location"])
        let winter = gate.decide(
            GateFixture.proposal(.sms),
            facts: facts,
            now: try GateFixture.instant("2026-12-10T13:00:00-05:00")
        )
        #expect(winter.summary == "allow")
        #expect(winter.missingFacts == ["location"])
    }

    @Test("nobody knows where, and the policy does not guess") func denied() throws {
        var facts = try GateFixture.facts()
        let noon = try GateFixture.instant("2026-06-10T16:00:00-04:00")
        let gate = try GateFixture.gate("us/reg-f", unknown: .deny)
        let half: [LocationEvidence] = [.init(kind: .address, value: "Atlantis"), .init(kind: .declared, value: "UTC")]
        for locations in [[], half] {
            facts.locations = locations
            let decision = gate.decide(GateFixture.proposal(.sms), facts: facts, now: noon)
            #expect(decision.summary == "deny REGF-6B1-HOURS")
            #expect(decision.missingFacts == ["location"])
        }
    }

    @Test("a state that cannot be read is no better than none") func unreadable() throws {
        var facts = try GateFixture.facts()
        facts.locations = [.init(kind: .address, value: "Atlantis"), .init(kind: .declared, value: "America/New_York")]
        let nine = try GateFixture.instant("2026-06-10T09:00:00-04:00")
        let decision = try GateFixture.gate("us/reg-f").decide(GateFixture.proposal(.sms), facts: facts, now: nine)
        #expect(decision.summary == "defer 2026-06-10T18:00:00Z REGF-6B1-HOURS")
    }

    @Test("a split state and an area code are unions") func unions() throws {
        var facts = try GateFixture.facts()
        facts.locations = [.init(kind: .address, value: "in"), .init(kind: .phone, value: "+19285550142")]
        let gate = try GateFixture.gate()
        let zones = gate.zones(of: facts).map(\.name)
        #expect(zones == ["America/Indiana/Indianapolis", "America/Chicago", "America/Denver", "America/Phoenix"])
    }

    @Test("a number abroad is one more place, and one that cannot be placed makes the location unknown")
    func abroad() throws {
        var facts = try GateFixture.facts()
        let gate = try GateFixture.gate("us/reg-f")
        func decide(_ number: String, _ time: String) throws -> String {
            facts.locations = [.init(kind: .declared, value: "America/New_York"), .init(kind: .phone, value: number)]
            let now = try GateFixture.instant(time)
            let decision = gate.decide(GateFixture.proposal(.sms), facts: facts, now: now)
            return (["\(decision.summary)"] + decision.missingFacts).joined(separator: " ")
        }
        // 16:30 in New York is 21:30 in London; it opens again when both have hours
        let london = "+442071838750"
        #expect(try decide(london, "2026-06-10T16:30:00-04:00") == "defer 2026-06-11T12:00:00Z REGF-6B1-HOURS")
        #expect(try decide(london, "2026-06-10T12:00:00-04:00") == "allow")
        // New York and all of Australia, Perth among it, share one hour
        for time in ["2026-06-11T03:30:00+10:00", "2026-06-11T05:00:00+10:00"] {
            #expect(try decide("+61255501234", time) == "defer 2026-06-11T00:00:00Z REGF-6B1-HOURS")
        }
        #expect(try decide("+61255501234", "2026-06-10T20:30:00-04:00") == "allow")
        #expect(try decide("+525555501234", "2026-06-10T12:00:00-04:00") == "allow")
        // a satellite telephone may be anywhere
        let satellite = "+881612345678"
        #expect(
            try decide(satellite, "2026-06-10T12:00:00-04:00") == "defer 2026-06-10T18:00:00Z REGF-6B1-HOURS location"
        )
        #expect(try decide("+18005550142", "2026-06-10T09:00:00-04:00") == "allow")
    }

    @Test("calling codes name only zones that exist, and the longest holds") func callingCodes() {
        #expect(CallingCodes.allZones.allSatisfy { GateFixture.zones.zone($0) != nil })
        #expect(CallingCodes.allZones.count > 200)
        #expect(CallingCodes.zones(forPhone: "+442071838750") == ["Europe/London"])
        #expect(CallingCodes.zones(forPhone: "+35312345678") == ["Europe/Dublin"])
        #expect(CallingCodes.zones(forPhone: "+79161234567")?.count == 11)
        #expect(CallingCodes.zones(forPhone: "+61891621234") == ["Indian/Cocos"])
        #expect(CallingCodes.zones(forPhone: "+8701234567") == nil)
        #expect(CallingCodes.zones(forPhone: "") == nil)
    }

    @Test("the tables name only zones that exist, and `us50` stands for all states")
    func tables() {
        let geography = Geography.bundled
        #expect(geography.stateCodes.count == 56)
        #expect(geography.allZones.allSatisfy { GateFixture.zones.zone($0) != nil })
        #expect(geography.zones(forPhone: "+12125550142") == ["America/New_York"])
        #expect(geography.zones(forPhone: "+18005550142") == nil)
        #expect(geography.zones(forPhone: "+442071838750") == nil)
        let hours = HoursWindow(place: .allCandidates, open: 8 * 3600, close: 21 * 3600, weekdays: Set(0...6))
        let us50 = Geography.us50.compactMap(GateFixture.zones.zone)
        #expect(us50.count == Geography.us50.count)
        let territories: Set = ["PR", "VI", "GU", "MP", "AS"]
        let states = geography.stateCodes.filter { !territories.contains($0) }
        let all = states.flatMap { geography.zones(forState: $0) ?? [] }.compactMap(GateFixture.zones.zone)
        for hour in 0..<24 * 365 {
            let time = Timestamp(seconds: 1_767_225_600 + Int64(hour) * 3600)
            #expect(hours.contains(time, in: us50) == hours.contains(time, in: all), "\(time)")
        }
    }

    @Test("a window opens once a day, whatever clocks do") func onceADay() throws {
        let zone = try #require(GateFixture.zones.zone("America/New_York"))
        // clocks show 1:00 to 1:59 twice on November 1 and skip 2:00 to 2:59 on March 8
        let windows = [(1800, 5400), (5400, 7200), (3600, 5400), (9000, 10_800), (0, 86_400), (28_800, 75_600)]
        for (open, close) in windows {
            let window = HoursWindow(place: .allCandidates, open: open, close: close, weekdays: Set(0...6))
            for day in ["2026-03-08", "2026-11-01", "2026-06-10"] {
                let start = try GateFixture.instant(day + "T00:00:00-04:00").adding(.seconds(-7200))
                var openings = 0
                var wasOpen = true
                for minute in 0..<26 * 60 {
                    let time = start.adding(.seconds(Int64(minute) * 60))
                    let local = zone.local(time)
                    let isOpen = local.date.description == day && window.contains(time, in: [zone])
                    if isOpen { #expect((open..<close).contains(local.secondOfDay)) }
                    if isOpen, !wasOpen { openings += 1 }
                    wasOpen = isOpen
                }
                #expect(openings <= 1, "\(open) to \(close) on \(day)")
            }
        }
    }

    @Test("no hours in common are never an opening") func nothingInCommon() throws {
        let rule = """
            - {id: X, explain: x, outcome: defer, test: {window: {zone: all_candidates, open: "08:00", close: "09:00"}}}
            """
        let facts = try GateFixture.facts(in: "America/New_York", "Pacific/Honolulu")
        let noon = try GateFixture.instant("2026-06-10T12:00:00Z")
        let decision = try GateFixture.gate(rules: rule).decide(GateFixture.proposal(.sms), facts: facts, now: noon)
        #expect(decision.summary == "deny X")
        #expect(decision.findings.first?.evidence["failure"] == "no such time in any place")
    }

    @Test("days of the week are the customer's") func weekdays() throws {
        let rule = """
            - id: QUIET-SUNDAY
              explain: Not on Sundays.
              outcome: defer
              test: {window: {zone: all_candidates, open: "00:00", close: "24:00", days: [mon, tue, wed, thu, fri, sat]}}
            """
        let gate = try GateFixture.gate("us/reg-f", rules: rule)
        let sunday = try GateFixture.instant("2026-03-08T12:00:00-04:00")
        let decision = gate.decide(GateFixture.proposal(.sms), facts: try GateFixture.facts(), now: sunday)
        #expect(decision.summary == "defer 2026-03-09T12:00:00Z QUIET-SUNDAY")
        #expect(decision.findings.first?.until == (try GateFixture.instant("2026-03-09T00:00:00-04:00")))
    }
}
