import Core
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-03-02T16:00:05Z", 1_772_467_205_000_000),
        ("2026-03-02T16:00:05.120Z", 1_772_467_205_120_000),
        ("2026-03-02T16:00:05.123456Z", 1_772_467_205_123_456),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
    ])
    func `reads and writes`(text: String, microseconds: Int64) throws {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test(arguments: [
        ("2026-03-02t16:00:05z", "2026-03-02T16:00:05Z"),
        ("2026-03-02 16:00:05+05:45", "2026-03-02T10:15:05Z"),
        ("2026-03-02T16:00:05-08:00", "2026-03-03T00:00:05Z"),
        ("2026-03-02T16:00:05.1Z", "2026-03-02T16:00:05.100Z"),
        ("2026-03-02T16:00:05.123456789Z", "2026-03-02T16:00:05.123456Z"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
    ])
    func `other spellings`(text: String, canonical: String) {
        #expect(Timestamp(rfc3339: text)?.description == canonical)
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-03-02T16:00:05", "2026-03-02T16:00Z", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0500", "2026-01-01T00:00:00Z ", " 2026-01-01T00:00:00Z",
        "26-01-01T00:00:00Z", "2026-1-1T00:00:00Z", "２０２６-01-01T00:00:00Z", "2026-01-01T00:00:00,5Z",
        "+026-01-01T00:00:00Z",
    ])
    func `what is none`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        arguments: [
            ("2026-03-02T16:00:05.123456789Z", 1_772_467_205, 123_456_789),
            ("1969-12-31T23:59:59.000000001Z", -1, 1),
            ("2026-03-02T16:00:05.1+00:01", 1_772_467_145, 100_000_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ] as [(String, Int64, Int64)]
    )
    func `keeps nanoseconds`(text: String, seconds: Int64, nanoseconds: Int64) throws {
        let time = try #require(InternetTime(text))
        #expect(time.seconds == seconds && time.nanoseconds == nanoseconds)
    }

    @Test func `an offset may be assumed`() {
        let bare = Timestamp(rfc3339: "2026-03-02T16:00:05", assumingUTC: true)
        #expect(bare?.description == "2026-03-02T16:00:05Z")
        let offset = Timestamp(rfc3339: "2026-03-02T16:00:05+01:00", assumingUTC: true)
        #expect(offset?.description == "2026-03-02T15:00:05Z")
    }

    @Test func `arithmetic saturates and the ends can be written`() {
        let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
        #expect(last.adding(.seconds(1)) == last)
        #expect(first.adding(.seconds(-1)) == first)
        #expect(last.since(first).microseconds == .max)
        #expect(first.since(last).microseconds == .min)
        #expect(Timestamp(seconds: .max) == last)
        #expect(TimeSpan.days(.min).microseconds == .min)
        #expect(last.description == "294247-01-10T04:00:54.775807Z")
        #expect(first.description == "-290308-12-21T19:59:05.224192Z")
        #expect(Timestamp(microseconds: -1).seconds == -1)
    }

    @Test(arguments: [
        ("500ms", 500_000), ("90s", 90_000_000), ("15m", 900_000_000), ("36h", 129_600_000_000),
        ("4d", 345_600_000_000), ("0s", 0),
    ])
    func `spans`(text: String, microseconds: Int64) {
        #expect(TimeSpan(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "s", "5", "-5s", "+5s", "5 s", "5S", "5w", "1.5h", "99999999999999999999s", "9223372036854775807d", "５s",
    ])
    func `what is no span`(text: String) {
        #expect(TimeSpan(text) == nil)
    }
}

struct CivilDateTests {
    @Test func `days and parts go both ways`() {
        var random = Seeded(state: 3)
        for _ in 0..<20_000 {
            let date = CivilDate(day: .random(in: -3_000_000...3_000_000, using: &random))
            let (year, month, dayOfMonth) = date.parts
            #expect((1...12).contains(month) && (1...31).contains(dayOfMonth))
            #expect(CivilDate(year: year, month: month, dayOfMonth: dayOfMonth) == date)
        }
    }

    @Test func `days follow each other`() {
        var before = CivilDate(year: 1895, month: 12, dayOfMonth: 31).parts
        let first = CivilDate(year: 1896, month: 1, dayOfMonth: 1).day
        let last = CivilDate(year: 1904, month: 12, dayOfMonth: 31).day
        for day in first...last {
            let parts = CivilDate(day: day).parts
            let isNext = parts.month == before.month && parts.dayOfMonth == before.dayOfMonth + 1
            #expect(isNext || (parts.dayOfMonth == 1 && before.dayOfMonth >= 28))
            before = parts
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-03-08", 20_520, 0), ("1900-03-01", -25_508, 4),
        ("1969-12-31", -1, 3), ("0000-03-01", -719_468, 3),
    ])
    func `dates and weekdays`(text: String, day: Int64, weekday: Int) {
        let date = CivilDate(day: day)
        #expect(date.description == text)
        #expect(date.weekday == weekday)
        #expect(date.adding(days: 7).weekday == weekday)
        #expect(date < date.adding(days: 1))
    }
}
