import Core
import Testing

@testable import CEL

@Suite("Time")
struct TimeTests {
    /// `time`, `zone` and `text` are known only when the expression runs.
    private static let environment = Environment(variables: ["time", "zone", "text"])

    private func evaluate(
        _ text: String,
        time: String = "1970-01-01T00:00:00Z",
        zone: String = "",
        text value: String = "",
        budget: Int = 1000
    ) throws -> Value {
        var bindings = Self.environment.bindings()
        bindings["time"] = Timestamp(rfc3339: time).map { Value($0) }
        bindings["zone"] = Value(zone)
        bindings["text"] = Value(value)
        let expression = try Expression.compile(SourceText(text), in: Self.environment)
        return expression.evaluate(bindings, budget: budget)
    }

    @Test(
        "Parts in a zone, as a constant and as a variable",
        arguments: [
            // clocks jump from 2 to 3
            ("2026-03-08T06:59:59Z", "America/New_York", "time.getHours(ZONE)", 1),
            ("2026-03-08T07:00:00Z", "America/New_York", "time.getHours(ZONE)", 3),
            // and are put back from 2 to 1
            ("2026-11-01T05:30:00Z", "America/New_York", "time.getHours(ZONE)", 1),
            ("2026-11-01T06:30:00Z", "America/New_York", "time.getHours(ZONE)", 1),
            ("2026-11-01T07:00:00Z", "America/New_York", "time.getHours(ZONE)", 2),
            ("2126-07-01T00:30:00Z", "America/New_York", "time.getHours(ZONE)", 20),
            ("2026-01-01T00:00:00Z", "Asia/Kathmandu", "time.getMinutes(ZONE)", 45),
            ("2026-01-01T00:00:00Z", "America/St_Johns", "time.getMinutes(ZONE)", 30),
            ("2026-01-01T04:59:59Z", "America/New_York", "time.getFullYear(ZONE)", 2025),
            ("2026-01-01T04:59:59Z", "America/New_York", "time.getDayOfYear(ZONE)", 364),
            ("2026-01-01T04:59:59Z", "US/Central", "time.getMonth(ZONE)", 11),
            ("2026-01-01T04:59:59Z", "America/New_York", "time.getDayOfWeek(ZONE)", 3),
            ("2026-03-02T23:30:00Z", "+01:00", "time.getDate(ZONE)", 3),
            ("2026-03-02T23:30:00Z", "05:30", "time.getHours(ZONE)", 5),
            ("2026-03-02T23:30:00Z", "-02:31", "time.getMinutes(ZONE)", 59),
            ("2026-03-02T23:30:00Z", "-23:59", "time.getDayOfMonth(ZONE)", 0),
            ("2026-03-02T23:30:00Z", "Z", "time.getHours(ZONE)", 23),
            ("2026-03-02T23:30:00Z", "UTC", "time.getHours(ZONE)", 23),
            ("0001-01-01T00:00:00Z", "-01:00", "time.getFullYear(ZONE)", 0),
            ("9999-12-31T23:59:59Z", "+00:01", "time.getFullYear(ZONE)", 10_000),
            ("9999-12-31T23:59:59Z", "America/New_York", "time.getHours(ZONE)", 18),
        ] as [(String, String, String, Int64)]
    )
    func part(_ time: String, _ zone: String, _ text: String, _ expected: Int64) throws {
        let halves = text.split(separator: "ZONE")
        let constant = try evaluate("\(halves[0])'\(zone)'\(halves[1])", time: time)
        let variable = try evaluate("\(halves[0])zone\(halves[1])", time: time, zone: zone)
        #expect(constant == .int(expected) && variable == .int(expected))
    }

    @Test(
        arguments: [
            ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", 365),
            ("timestamp('2023-12-31T00:00:00Z').getDayOfYear()", 364),
            ("string(timestamp('2024-02-28T12:00:00Z') + duration('24h'))", "2024-02-29T12:00:00Z"),
            ("string(timestamp('2100-02-28T12:00:00Z') + duration('24h'))", "2100-03-01T12:00:00Z"),
            ("string(timestamp('1969-12-31T23:59:59.999999999Z') + duration('1ns'))", "1970-01-01T00:00:00Z"),
            ("string(timestamp(0) - duration('1ns'))", "1969-12-31T23:59:59.999999999Z"),
            ("int(timestamp('1969-12-31T23:59:59.5Z'))", -1),
            ("timestamp('1969-12-31T23:59:59.987654321Z').getMilliseconds()", 987),
            ("string(timestamp('0001-01-01T00:00:00Z'))", "0001-01-01T00:00:00Z"),
            ("string(timestamp('0001-01-01T00:00:00+00:00') + duration('1ns'))", "0001-01-01T00:00:00.000000001Z"),
            ("string(timestamp(253402300799))", "9999-12-31T23:59:59Z"),
            ("string(timestamp('2026-03-02T16:00:05.120+01:00'))", "2026-03-02T15:00:05.12Z"),
            // JSON has groups of three digits
            ("timestamp('2026-03-02T16:00:05.120+01:00')", "2026-03-02T15:00:05.120Z"),
            ("timestamp('2026-03-02T16:00:05.1234Z')", "2026-03-02T16:00:05.123400Z"),
            ("timestamp('2026-03-02T16:00:05.1234567Z')", "2026-03-02T16:00:05.123456700Z"),
            ("string(timestamp('2262-04-11T23:47:16.854775807Z') - timestamp(0))", "9223372036.854775807s"),
            ("string(timestamp('1677-09-21T00:12:43.145224192Z') - timestamp(0))", "-9223372036.854775808s"),
            (
                "string(timestamp('2262-04-11T23:47:17Z') - timestamp('1970-01-01T00:00:00.145224193Z'))",
                "9223372036.854775807s"
            ),
            ("string(duration('-9223372036854775808ns'))", "-9223372036.854775808s"),
            ("string(duration('-1.5h') + duration('1us') - duration('1ns'))", "-5399.999999001s"),
            ("string(duration('1h1.5m.5s5ms3us2\u{B5}s1\u{3BC}s1ns'))", "3690.505006001s"),
            ("string(duration('0.3333333333333333333333h'))", "1199.999999999s"),
            ("string(duration('1.0000000019s'))", "1.000000001s"),
            ("[duration('0'), duration('-0'), duration('+0s')].map(d, string(d))", ["0s", "0s", "0s"]),
            ("duration('-90.75m').getHours()", -1),
            ("duration('-90.75m').getMinutes()", -90),
            ("duration('-1.25s').getMilliseconds()", -250),
            ("timestamp('2026-01-01T00:00:00.000000001Z') > timestamp('2026-01-01T00:00:00Z')", true),
            ("timestamp('1969-12-31T23:59:59.9Z') < timestamp(0)", true),
            ("optional.ofNonZeroValue(timestamp(0)).hasValue()", false),
            ("optional.ofNonZeroValue(duration('1ns')).hasValue()", true),
        ] as [(String, JSON)]
    )
    func value(_ text: String, _ expected: JSON) throws {
        #expect(try evaluate(text).json == expected)
    }

    @Test(
        "What leaves the range is an error, not a problem of the text",
        arguments: [
            "timestamp('0000-12-31T23:59:59Z')", "timestamp('0001-01-01T00:00:00+00:01')",
            "timestamp('9999-12-31T23:59:59-00:01')", "timestamp('10000-01-01T00:00:00Z')",
            "timestamp(-62135596801)", "timestamp(253402300800)", "timestamp(9223372036854775807)",
            "timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')",
            "timestamp('0001-01-01T00:00:00Z') - duration('1ns')",
            "timestamp('9999-12-31T23:59:59Z') - duration('-9223372036854775808ns')",
            "timestamp('2262-04-11T23:47:16.854775808Z') - timestamp(0)",
            "timestamp('1677-09-21T00:12:43.145224191Z') - timestamp(0)",
            "duration('9223372036854775808ns')", "duration('-9223372036854775809ns')", "duration('2562048h')",
            "duration('9223372036854775807ns') + duration('1ns')",
            "duration('0s') - duration('-9223372036854775808ns')",
            "duration('99999999999999999999999999999999999999h')",
        ]
    )
    func range(_ text: String) throws {
        #expect(try evaluate(text).error?.kind == .overflow)
    }

    @Test(
        "A constant that can never be read is told at once",
        arguments: [
            ("time.getHours('Nowhere/City')", 15), ("time.getDate('+25:00')", 14), ("timestamp('today')", 11),
            ("timestamp('2023-02-29T00:00:00Z')", 11), ("duration('5')", 10),
            ("false ? duration('1y') : duration('1s')", 18),
        ]
    )
    func problem(_ text: String, _ column: Int) throws {
        let found = problems(text, in: Self.environment)
        #expect(found.map(\.code) == ["cel-argument"])
        #expect(found.first?.place == SourcePlace(line: 1, column: column))
        let unchecked = Environment(variables: ["time"], checksNames: false)
        #expect(problems(text, in: unchecked).isEmpty)
    }

    @Test(
        "No zone",
        arguments: [
            "", " ", "utc", "Local", "UTC ", "+", "-", ":", "+24:00", "+01:60", "+1:00", "+0100", "1:00", "++1:00",
            "-0a:00",
            "\u{FF10}1:00", "Nowhere/City", "/etc/passwd", "../zoneinfo/UTC", "America/New_York\0", "america/new_york",
            "Asia/\u{212A}athmandu", String(repeating: "A/", count: 50_000), "\u{1F570}", "tzdata.zi", "right/UTC ",
        ]
    )
    func noZone(_ zone: String) throws {
        #expect(try evaluate("time.getHours('Asia/Kathmandu')") == .int(5))
        let error = try #require(evaluate("time.getHours(zone)", zone: zone).error)
        #expect(error.kind == .invalidArgument)
        #expect(error.message.hasPrefix("an unknown time zone: use"))
    }

    @Test("A zone has its price, which is the same whether it was read before") func price() throws {
        for zone in ["Nowhere/City", "Asia/Thimphu", "Asia/Thimphu"] {
            #expect(try evaluate("time.getHours(zone)", zone: zone, budget: 16).error?.kind == .budget)
            #expect(try evaluate("time.getHours(zone)", zone: zone, budget: 17).error?.kind != .budget)
        }
        #expect(try evaluate("timestamp(text)", text: String(repeating: "9", count: 100_000)).error?.kind == .budget)
        #expect(try evaluate("duration(text)", text: String(repeating: "1h", count: 50_000)).error?.kind == .budget)
    }

    @Test(
        "No time",
        arguments: [
            "", "Z", "2026", "2026-03-02", "2026-03-02T16:00:05", "2026-03-02T16:00:05.Z", "2026-03-02T16:00:05Z\0",
            "2026-03-02T16:00:05.1234567890Z", "2026-03-02T24:00:00Z", "2026-13-02T16:00:05Z",
            "2026-03-02T16:00:05+24:00",
            "\u{FF12}026-03-02T16:00:05Z", "-2026-03-02T16:00:05Z", "2026-03-02T16:00:05Z2026-03-02T16:00:05Z", "99999",
        ]
    )
    func noTime(_ text: String) throws {
        #expect(try evaluate("timestamp(text)", text: text).error?.kind == .invalidArgument)
    }

    @Test(
        "No duration",
        arguments: [
            "", "-", "+", "1", "00", "s", ".", ".s", "1.", "1.h5", "--1s", "+-1s", "1h-1m", "1 h", " 1h", "1h ", "1H",
            "1d",
            "1n", "1u", "\u{FF11}s", "1\u{B5}", "1s\0", "1e3s", "0x1s", "1h99999999999999999999999999",
        ]
    )
    func noDuration(_ text: String) throws {
        #expect(try evaluate("duration(text)", text: text).error?.kind == .invalidArgument)
    }

    @Test(
        "Other types have no parts",
        arguments: [
            "text.getHours()", "time.getHours(1)", "duration('1h').getDate()", "duration('1h').getHours('UTC')",
            "timestamp(1.5)", "duration(1)", "time + time", "duration('1s') - time", "-duration('1s')",
        ]
    )
    func overload(_ text: String) throws {
        let environment = Environment(variables: ["time", "text"], checksNames: false)
        var bindings = environment.bindings()
        bindings["time"] = Value(Timestamp(seconds: 0))
        bindings["text"] = Value("text")
        let expression = try Expression.compile(SourceText(text), in: environment)
        #expect(expression.evaluate(bindings).error?.kind == .noSuchOverload)
    }

    @Test("Mail and epochs keep to the same range") func readings() throws {
        #expect(
            try CELTests.evaluate("time('1969-12-31T23:59:59.999999999Z')").json == "1969-12-31T23:59:59.999999999Z"
        )
        #expect(try CELTests.evaluate("time('2026-03-02')").json == "2026-03-02T00:00:00Z")
        #expect(try CELTests.evaluate("time(-0.5)").json == "1969-12-31T23:59:59.500Z")
        let long = "lists.range(90).map(n, '1').join()"
        for text in ["msdate('/Date(' + \(long) + \(long) + ')/')", "time(\(long) + \(long), 'unix')"] {
            #expect(try CELTests.evaluate(text).error?.kind == .invalidArgument)
        }
        for text in ["time(253402300800)", "time('Fri, 31 Dec 9999 23:59:59 -0001')", "time('0000-01-01')"] {
            #expect(try CELTests.evaluate(text).error?.kind == .invalidArgument)
        }
    }
}

@Suite("Times of the host")
struct HostTimeTests {
    @Test("Microseconds come and go, rounded down") func rounding() {
        for value in [0, 1, -1, 1_999_999, -1_999_999, 1_772_467_205_123_456] as [Int64] {
            #expect(Value(Timestamp(microseconds: value)).timestamp?.microseconds == value)
            #expect(Value(TimeSpan(microseconds: value)).span?.microseconds == value)
        }
        #expect(Value.timestamp(Instant.epoch).timestamp == Timestamp(seconds: 0))
        #expect(Instant(seconds: -1, nanoseconds: 999_999_999)?.timestamp.microseconds == -1)
        #expect(Interval(nanoseconds: -1).span.microseconds == -1)
        #expect(Interval(nanoseconds: 1999).span.microseconds == 1)
        #expect(Value.null.timestamp == nil && Value.null.span == nil)
    }

    @Test("What the language cannot hold becomes the nearest it can") func ends() {
        #expect(Value(Timestamp(microseconds: .min)).timestamp?.description.hasPrefix("0001-01-01T00:00:00") == true)
        #expect(Value(Timestamp(microseconds: .max)).timestamp?.description.hasPrefix("9999-12-31T23:59:59") == true)
        #expect(Interval(TimeSpan(microseconds: .min)).nanoseconds == .min)
        #expect(Interval(TimeSpan(microseconds: .max)).nanoseconds == .max)
        #expect(Interval(nanoseconds: .min).span.microseconds == -9_223_372_036_854_776)
    }

    @Test("An instant is of the years 1 to 9999 and has the nanoseconds of a second") func bounds() {
        #expect(Instant(seconds: -62_135_596_800)?.description == "0001-01-01T00:00:00Z")
        #expect(Instant(seconds: 253_402_300_799, nanoseconds: 999_999_999) != nil)
        #expect(Instant(seconds: -62_135_596_801, nanoseconds: 999_999_999) == nil)
        #expect(Instant(seconds: 253_402_300_800) == nil)
        #expect(Instant(seconds: 0, nanoseconds: -1) == nil)
        #expect(Instant(seconds: 0, nanoseconds: 1_000_000_000) == nil)
        #expect(Instant(microseconds: -62_135_596_800_000_001) == nil)
    }

    @Test("A value stays small") func size() {
        #expect(MemoryLayout<Value>.size <= 17)
    }
}
