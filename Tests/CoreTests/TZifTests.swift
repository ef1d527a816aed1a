import Core
import Testing

/// Files of our own: rules, versions and damage.
struct TZifTests {
    @Test(arguments: [
        // daylight time all year (RFC 9636 section 3.3.1)
        ("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00:00Z", -4), ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", -4),
        ("XXX3EDT4,0/0,J365/23", "2028-02-29T00:00:00Z", -4),
        // hours before midnight and beyond the day
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T00:59:59Z", -3),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T01:00:00Z", -2),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z", 2),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 3),
        // a week into the next year
        ("AAA0BBB,M6.1.0,365/167", "2027-01-07T21:59:59Z", 1), ("AAA0BBB,M6.1.0,365/167", "2027-01-07T22:00:00Z", 0),
        // days of the year: 60 is March 1 with J, and February 29 or March 1 without
        ("AAA0BBB,J60/0,J300", "2028-02-29T23:59:59Z", 0), ("AAA0BBB,J60/0,J300", "2028-03-01T00:00:00Z", 1),
        ("AAA0BBB,59/0,J300", "2028-02-29T00:00:00Z", 1), ("AAA0BBB,59/0,J300", "2027-02-28T23:59:59Z", 0),
        // south of the equator, and a name in brackets
        ("<+10>-10<+11>,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 11),
        ("<+10>-10<+11>,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 10),
        ("UTC0", "2026-07-01T00:00:00Z", 0),
    ])
    func `the rule behind the table`(rule: String, instant: String, hours: Int) throws {
        let zone = try #require(Zone(name: "Test", tzif: file(rule: rule)))
        let instant = try #require(Timestamp(rfc3339: instant))
        #expect(zone.offset(at: instant) == hours * 3600)
    }

    @Test(arguments: [
        "E5", "EST", "5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,J1,J366", "EST5EDT,M3.2.0/168,M11.1.0", "EST25",
        "EST5:60", "<EST5", "EST5EDT,M3.2.0,M11.1.0,", "EST99999999999999999999", "EST5EDT4,366,1",
    ])
    func `a malformed rule refuses the file`(rule: String) {
        #expect(Zone(name: "Test", tzif: file(rule: rule)) == nil)
    }

    @Test func `files of version 1 are read`() throws {
        let bytes =
            header(version: 0, times: 2, types: 2, letters: 8) + int32(1000) + int32(2000) + [1, 0]
            + int32(-18_000) + [0, 0] + int32(-14_400) + [1, 4] + Array("EST\0EDT\0".utf8)
        let zone = try #require(Zone(name: "Test", tzif: bytes))
        let offsets = [999, 1000, 1999, 2000, 1 << 40].map { zone.offset(at: Timestamp(seconds: $0)) / 3600 }
        #expect(offsets == [-5, -4, -4, -5, -5])
        #expect(zone.abbreviation(at: Timestamp(seconds: 1500)) == "EDT")
    }

    @Test func `a file that breaks off anywhere is refused`() throws {
        let bytes = try #require(FileBytes.read("/usr/share/zoneinfo/America/New_York"))
        for length in 0..<bytes.count { #expect(Zone(name: "Test", tzif: Array(bytes.prefix(length))) == nil) }
    }

    @Test func `counts, indexes and orders that do not fit refuse the file`() {
        let type = int32(0) + [0, 0]
        let name = Array("UTC\0".utf8)
        #expect(Zone(name: "good", tzif: header(version: 0, types: 1, letters: 4) + type + name) != nil)
        let bad = [
            header(version: 0, types: 0, letters: 4) + name,
            header(version: 0, types: 2, letters: 4) + type + name,
            header(version: 0, types: 1, letters: 0) + type,
            header(version: 0, types: 1, letters: 4) + int32(100_000) + [0, 0] + name,
            header(version: 0, types: 1, letters: 4) + int32(0) + [0, 9] + name,
            header(version: 0, times: 1, types: 1, letters: 4) + int32(5) + [1] + type + name,
            header(version: 0, times: 2, types: 1, letters: 4) + int32(5) + int32(5) + [0, 0] + type + name,
            header(version: 0, times: -1, types: 1, letters: 4) + type + name,
            header(version: 0, times: Int32.max, types: Int32.max, letters: Int32.max),
            header(version: 0, leapSeconds: 1, types: 1, letters: 4) + type + name + int32(0) + int32(1),
            Array("TZif".utf8), Array("PNGf".utf8) + [UInt8](repeating: 0, count: 60),
        ]
        for bytes in bad { #expect(Zone(name: "bad", tzif: bytes) == nil) }
    }

    @Test func `damage never traps`() throws {
        let intact = try #require(FileBytes.read("/usr/share/zoneinfo/America/New_York"))
        var random = Seeded(state: 5)
        for _ in 0..<300 {
            var bytes = intact
            for _ in 0..<4 {
                bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let zone = Zone(name: "Test", tzif: bytes) else { continue }
            for seconds: Int64 in [-9_000_000_000, 0, 1_800_000_000, 9_000_000_000] {
                let local = zone.local(Timestamp(seconds: seconds))
                _ = zone.firstInstant(notBefore: local.date, secondOfDay: 7200)
            }
        }
    }

    /// A file without table: one type for an empty past, and a rule.
    private func file(rule: String) -> [UInt8] {
        let block = int32(0) + [0, 0] + Array("LMT\0".utf8)
        let header = header(version: UInt8(ascii: "3"), types: 1, letters: 4)
        return header + block + header + block + Array("\n\(rule)\n".utf8)
    }

    private func header(
        version: UInt8,
        leapSeconds: Int32 = 0,
        times: Int32 = 0,
        types: Int32,
        letters: Int32
    ) -> [UInt8] {
        let counts = [0, 0, leapSeconds, times, types, letters].flatMap(int32)
        return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts
    }

    private func int32(_ value: Int32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
