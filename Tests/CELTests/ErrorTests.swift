import Core
import Testing

@testable import CEL

@Suite("Errors are values")
struct ErrorTests {
    @Test(
        arguments: [
            ("item.missing", .noSuchKey("item.missing")),
            ("headers['x-sig'].size()", .noSuchKey("headers[\"x-sig\"]")),
            ("item.note.deep", .noSuchOverload),
            ("item.tags[2]", .outOfRange),
            ("1 + dyn('1')", .noSuchOverload),
            ("1 / (item.rate - 2)", .divisionByZero),
            ("9223372036854775807 + item.rate", .overflow),
            ("-(-9223372036854775807 - 1)", .overflow),
            ("(-9223372036854775807 - 1) / -1", .overflow),
            ("0u - 1u", .overflow),
            ("int(1e300)", .overflow),
            ("int(-9223372036854775808.0)", .overflow),
            ("int('x')", .invalidArgument),
            ("string(b'\\xff')", .invalidArgument),
            ("{'a': 1, 'a': 2}", .invalidKey),
            ("{dyn(1.5): 1}", .invalidKey),
            ("timestamp('10000-01-01T00:00:00Z')", .overflow),
            ("timestamp(253402300800)", .overflow),
            ("duration('9223372037s')", .overflow),
            ("'abc'.substring(4)", .outOfRange),
            ("lists.range(100001)", .outOfRange),
            ("optional.none().value()", .invalidArgument),
            ("unbound", .unavailable),
            ("timestamp(0).getHours(item.id)", .invalidArgument),
        ] as [(String, EvaluationError.Kind)]
    )
    func kind(_ text: String, _ expected: EvaluationError.Kind) throws {
        #expect(try evaluate(text).error?.kind == expected)
    }

    @Test("What stands in for an absent optional with `or` must be one too")
    func alternatives() throws {
        #expect(try evaluate("optional.none().or(dyn(5))").error?.kind == .noSuchOverload)
        #expect(try evaluate("optional.none().or(optional.of(5)).value()") == .int(5))
        #expect(try evaluate("optional.of(1).or(optional.of(1 / 0)).value()") == .int(1), "not looked at")
    }

    @Test("An error knows where it happened")
    func place() throws {
        let source = SourceText("item.id == 'x' ||\n  item.missing.deep == 1")
        let expression = try Expression.compile(source, in: everything)
        let error = try #require(expression.evaluate(bindings()).error)
        let diagnostic = expression.diagnostic(for: error)
        #expect(diagnostic.place == SourcePlace(line: 2, column: 8))
        #expect(diagnostic.message == "no such key: `item.missing`")
    }

    @Test("An error is no JSON, nor is what holds one") func json() {
        #expect(Value.error(.budget).json == nil)
        #expect(Value.list([.double(.nan)]).json == nil)
        #expect(Value.optional(.none).json == nil)
        #expect(Value(TimeSpan(microseconds: -1_500_000)).json == "-1.5s")
        #expect(Value.uint(.max).json == .bigInteger("18446744073709551615"))
    }
}
