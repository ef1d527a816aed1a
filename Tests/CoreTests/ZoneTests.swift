import Testing

@testable import Core

/// Time zones of the machine's tzdata, against what Python's `zoneinfo` says.
struct ZoneTests {
    static let database = ZoneDatabase()

    @Test(arguments: [
        ("America/New_York", "1883-11-18T16:59:59Z", "1883-11-18T12:03:57-04:56", "LMT"),
        ("America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00", "EST"),
        ("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00", "EDT"),
        ("America/New_York", "2026-11-01T05:59:59Z", "2026-11-01T01:59:59-04:00", "EDT"),
        ("America/New_York", "2026-11-01T06:00:00Z", "2026-11-01T01:00:00-05:00", "EST"),
        ("America/New_York", "2090-03-12T06:59:59Z", "2090-03-12T01:59:59-05:00", "EST"),
        ("America/New_York", "2090-03-12T07:00:00Z", "2090-03-12T03:00:00-04:00", "EDT"),
        ("America/New_York", "2190-07-01T00:00:00Z", "2190-06-30T20:00:00-04:00", "EDT"),
        ("America/New_York", "2190-12-01T00:00:00Z", "2190-11-30T19:00:00-05:00", "EST"),
        ("America/Phoenix", "2026-07-01T00:00:00Z", "2026-06-30T17:00:00-07:00", "MST"),
        ("America/Adak", "2026-01-15T12:00:00Z", "2026-01-15T02:00:00-10:00", "HST"),
        ("America/Adak", "2026-07-15T12:00:00Z", "2026-07-15T03:00:00-09:00", "HDT"),
        ("America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30", "NST"),
        ("Asia/Kathmandu", "2026-07-01T00:00:00Z", "2026-07-01T05:45:00+05:45", "+0545"),
        ("Europe/Dublin", "2026-01-15T12:00:00Z", "2026-01-15T12:00:00+00:00", "GMT"),
        ("Europe/Dublin", "2026-07-15T12:00:00Z", "2026-07-15T13:00:00+01:00", "IST"),
        ("Europe/Dublin", "2190-01-15T12:00:00Z", "2190-01-15T12:00:00+00:00", "GMT"),
        ("Australia/Lord_Howe", "2026-01-15T12:00:00Z", "2026-01-15T23:00:00+11:00", "+11"),
        ("Australia/Lord_Howe", "2026-07-15T12:00:00Z", "2026-07-15T22:30:00+10:30", "+1030"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00", "-10"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00", "+14"),
        ("UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00", "UTC"),
    ])
    func `what a clock shows`(name: String, instant: String, shown: String, abbreviation: String) throws {
        let zone = try #require(Self.database.zone(name))
        let instant = try #require(Timestamp(rfc3339: instant))
        #expect(zone.local(instant).description == shown)
        #expect(zone.abbreviation(at: instant) == abbreviation)
    }

    @Test(arguments: [
        // a gap: the first instant behind it
        ("America/New_York", "2026-03-08", 2 * 3600 + 1800, [], "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08", 3 * 3600, ["2026-03-08T07:00:00Z"], "2026-03-08T07:00:00Z"),
        ("America/New_York", "2090-03-12", 2 * 3600, [], "2090-03-12T07:00:00Z"),
        ("America/New_York", "2190-03-14", 2 * 3600, [], "2190-03-14T07:00:00Z"),
        // an overlap: both, the earlier first
        (
            "America/New_York", "2026-11-01", 5400, ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"],
            "2026-11-01T05:30:00Z"
        ),
        ("America/New_York", "2026-11-01", 2 * 3600, ["2026-11-01T07:00:00Z"], "2026-11-01T07:00:00Z"),
        (
            "Australia/Lord_Howe", "2026-04-05", 6300, ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"],
            "2026-04-04T14:45:00Z"
        ),
        // no changes
        ("America/Phoenix", "2026-03-08", 9000, ["2026-03-08T09:30:00Z"], "2026-03-08T09:30:00Z"),
        // the end of a day is the next midnight
        ("America/New_York", "2026-03-08", 86_400, ["2026-03-09T04:00:00Z"], "2026-03-09T04:00:00Z"),
        // midnight is skipped
        ("America/Havana", "2026-03-08", 0, [], "2026-03-08T05:00:00Z"),
        // a whole day is skipped
        ("Pacific/Apia", "2011-12-30", 12 * 3600, [], "2011-12-30T10:00:00Z"),
    ])
    func `when a clock shows a time`(name: String, date: String, second: Int, instants: [String], first: String) throws
    {
        let zone = try #require(Self.database.zone(name))
        let date = CivilDate(day: try #require(Timestamp(rfc3339: date + "T00:00:00Z")).seconds / 86_400)
        #expect(zone.instants(date, secondOfDay: second).map(\.description) == instants)
        #expect(zone.firstInstant(notBefore: date, secondOfDay: second).description == first)
        if second == 0 { #expect(zone.startOfDay(date).description == first) }
    }

    @Test(arguments: [
        "America/New_York", "America/Adak", "Europe/Dublin", "Asia/Gaza", "Africa/Casablanca", "Antarctica/Troll",
        "Australia/Lord_Howe", "America/Nuuk", "Pacific/Apia", "America/Havana",
    ])
    func `a clock shows an instant's local time at that instant`(name: String) throws {
        let zone = try #require(Self.database.zone(name))
        var random = Seeded(state: 11)
        for _ in 0..<500 {
            let instant = Timestamp(seconds: .random(in: -4_000_000_000...9_000_000_000, using: &random))
            let local = zone.local(instant)
            let instants = zone.instants(local.date, secondOfDay: local.secondOfDay)
            #expect(instants.contains(instant) && instants.count <= 2, "\(name) at \(instant)")
            let first = zone.firstInstant(notBefore: local.date, secondOfDay: local.secondOfDay)
            #expect(first == instants.first)
        }
    }

    @Test func `dates and instants at the ends of the range do not trap`() throws {
        for name in ["America/New_York", "UTC", "Asia/Kathmandu"] {
            let zone = try #require(Self.database.zone(name))
            for value in [Int64.min, 0, .max] {
                _ = zone.local(Timestamp(microseconds: value)).description
                _ = zone.firstInstant(notBefore: CivilDate(day: value), secondOfDay: Int(value))
                _ = zone.startOfDay(CivilDate(day: value))
            }
        }
    }
}

struct ZoneDatabaseTests {
    @Test(arguments: [
        "", "/etc/passwd", "../zoneinfo/UTC", "America/../UTC", "America//New_York", "America/", "tzdata.zi", ".",
        "America/New York", "America/New_York\u{0}", "Nowhere/City", "zone.tab", "America", "Amérique",
    ])
    func `names that are none lead nowhere`(name: String) {
        #expect(ZoneDatabase().zone(name) == nil)
    }

    @Test func `zones are equal by name`() {
        let database = ZoneDatabase()
        #expect(database.zone("America/New_York") == database.zone("America/New_York"))
        #expect(database.zone("America/New_York") != database.zone("US/Eastern"))
        #expect(Set([database.zone("UTC"), .utc, ZoneDatabase().zone("UTC")]).count == 1)
    }

    @Test func `zones are known once they were read`() {
        let database = ZoneDatabase()
        #expect(database.known("Asia/Kathmandu") == nil)
        for name in ["Asia/Kathmandu", "America/New_York", "Asia/Kathmandu"] {
            #expect(database.zone(name) != nil && database.known(name) == database.zone(name))
        }
        // the same text to Swift, with U+212A for the K
        #expect(database.known("Asia/\u{212A}athmandu") == nil)
        #expect(database.known("Asia/Kathmand") == nil && database.known("") == nil)
    }

    @Test func `without tzdata there is UTC and no version`() {
        let database = ZoneDatabase(directory: "/nonexistent")
        #expect(database.version == "unknown")
        #expect(database.zone("UTC") == .utc)
        #expect(database.zone("America/New_York") == nil)
    }

    @Test func `the version is that of tzdata`() {
        let version = ZoneDatabase().version
        #expect(version == "unknown" || version.prefix { $0.isASCII && $0.isNumber }.count == 4)
    }
}
