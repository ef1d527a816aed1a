import Core
import Testing

@testable import CEL

/// The published suites of the language, by count: a case that stops to pass turns these red.
@Suite("Conformance") struct ConformanceTests {
    /// Cases that do not pass, each with the clause of the specification that says so.
    private static let exceptions: [String: String] = [:]

    @Test("the official suite, unchecked and checked, without what needs Protocol Buffers")
    func official() {
        Self.expectAll(of: "cel_conformance.json", count: 1726, title: "CEL conformance")
    }

    @Test("lists, sets, regular expressions and encoders, as other implementations agree on them")
    func extensions() {
        Self.expectAll(of: "cel_conformance_extra.json", count: 182, title: "CEL extensions")
    }

    private static func expectAll(of file: String, count: Int, title: String) {
        let cases = Suite.cases(file)
        let failures = cases.compactMap { test in test.failure().map { (name: test.name, reason: $0) } }
        print("\(title): \(grouped(cases.count - failures.count)) of \(grouped(count))")
        #expect(cases.count == count)
        let unexpected = failures.filter { exceptions[$0.name] == nil }.map { "\($0.name), \($0.reason)" }
        #expect(unexpected.isEmpty, "\(unexpected.prefix(20).joined(separator: "\n"))")
    }

    /// A number with a comma at the thousands.
    private static func grouped(_ number: Int) -> String {
        let rest = String(number % 1000)
        guard number >= 1000 else { return rest }
        return "\(number / 1000)," + String(repeating: "0", count: 3 - rest.count) + rest
    }

    @Test("what must be refused is, by the parser or the checker, at the place on which other implementations agree")
    func refused() throws {
        let suite = Suite.json("cel_negative.json")
        let environment = try #require(Environment(declarations: suite["check_env"]?.array ?? []))
        let cases = suite["cases"]?.array ?? []
        let failures = cases.compactMap { Self.failure(of: $0, in: environment) }
        print("CEL refusals: \(cases.count - failures.count) of 83")
        #expect(cases.count == 83)
        #expect(failures.isEmpty, "\(failures.prefix(20).joined(separator: "\n"))")
    }

    private static func failure(of json: JSON, in environment: Environment) -> String? {
        let text = json["expr"]?.string ?? ""
        do throws(Diagnostics) {
            _ = try Expression.compile(SourceText(text), in: environment)
            return "\(text): compiles"
        } catch {
            guard let problem = error.firstError else { return "\(text): refused for nothing" }
            guard json["positions_agree"] == true else { return nil }
            let kind = problem.code == "cel-syntax" ? "parse" : "check"
            guard json["kind"] == .string(kind) else { return "\(text): a problem of \(kind), \(problem.message)" }
            let place: [JSON] = [.int(Int64(problem.place.line)), .int(Int64(problem.place.column))]
            let wanted = json["go"]?.array?.first?.array?.prefix(2) ?? []
            return wanted.elementsEqual(place) ? nil : "\(text): at \(problem.place), not \(wanted.map(\.text))"
        }
    }
}

/// The tests above can fail.
@Suite("Conformance, counted honestly") struct HonestCountTests {
    @Test(
        "a value must be the same, of the same type",
        arguments: [
            ("1", "2"), ("1", "1u"), ("1", "1.0"), ("0.0", "-0.0"), ("[1]", "[1u]"), ("{'a': 1}", "{'a': 1.0}"),
            ("{1: 2}", "{1u: 2}"), ("'1'", "1"), ("b'a'", "'a'"), ("null", "false"), ("int", "uint"),
            ("optional.of(1)", "optional.of(1u)"), ("optional.none()", "null"), ("duration('1s')", "'1s'"),
        ]
    )
    func different(first: String, second: String) throws {
        #expect(try !evaluate(first, in: strict).isExactly(evaluate(second, in: strict)))
    }

    @Test("what is the same passes", arguments: ["double('NaN')", "{'a': 1, 'b': [2u]}", "optional.of(null)", "-0.0"])
    func same(text: String) throws {
        #expect(try evaluate(text, in: strict).isExactly(evaluate(text, in: strict)))
    }

    @Test("the order of a map's entries does not count")
    func unordered() throws {
        #expect(try evaluate("{'a': 1, 'b': 2}", in: strict).isExactly(evaluate("{'b': 2, 'a': 1}", in: strict)))
    }

    @Test(
        "a case that proves nothing fails",
        arguments: [
            (
                #"{"expr": "nope(1)", "expect": {"error": true, "message_hint": "no such overload"}}"#,
                "unknown function"
            ),
            (#"{"expr": "nope", "expect": {"error": true, "message_hint": "range"}}"#, "unknown name"),
            (#"{"expr": "1 +", "expect": {"error": true, "message_hint": "range"}}"#, "expected"),
            (#"{"expr": "1", "expect": {"error": true, "message_hint": "range"}}"#, "has a value"),
            (#"{"expr": "1 / 0", "expect": {"value": {"type": "int", "value": "1"}}}"#, "division"),
            (#"{"expr": "1u", "expect": {"value": {"type": "int", "value": "1"}}}"#, "not"),
            (#"{"expr": "1", "check_only": true, "expect": {"deduced_type": "uint"}}"#, "of type int"),
            (#"{"expr": "1", "expect": {}}"#, "expects no value"),
        ]
    )
    func vacuous(text: String, reason: String) throws {
        let failure = try #require(SuiteCase(json: try JSON.parse(text)).failure())
        #expect(failure.contains(reason), "\(failure)")
    }

    @Test(
        "a case that passes has no failure",
        arguments: [
            #"{"expr": "f(1)", "disable_check": true, "expect": {"error": true, "message_hint": "unbound function"}}"#,
            #"{"expr": "1 / 0", "expect": {"error": true, "message_hint": "divide by zero"}}"#,
            #"{"expr": "x", "bindings": {"x": {"type": "null"}}, "expect": {"value": {"type": "null"}}}"#,
        ]
    )
    func passing(text: String) throws {
        #expect(SuiteCase(json: try JSON.parse(text)).failure() == nil)
    }
}
