import CEL
import Core
import Testing

@testable import Connectors

/// What a connector's expressions are checked against before a webhook arrives.
@Suite("Types in a connector") struct TypeTests {
    private static let head = "connector: x\nversion: 1\nverify: {none: {because: test}}\n"

    /// The problems of a connector with these lines and these files beside it.
    private func problems(_ lines: String, _ files: [String: String] = [:], head: String = Self.head) -> [String] {
        let found = Connector.draft(head + lines, name: "x/connector.yaml") { files[$0] }.problems.all
        return found.filter { !$0.isAdvice }.map { problem in
            let hint = problem.hint.map { " (\($0))" } ?? ""
            let place = "\(problem.file):\(problem.place.line):\(problem.place.column)"
            return "\(place) \(problem.severity.rawValue) \(problem.code): \(problem.message)\(hint)"
        }
    }

    private static let near = "cel-unknown-field: unknown field `amout` (did you mean `amount`?)"

    @Test(
        "a field is known from",
        arguments: [
            ("samples: [{data: {amount: 5}}]", [:], "warning"),
            ("samples: [{data: {}}, paid.json]", ["paid.json": #"{"data": {"amount": null}}"#], "warning"),
            ("schema: {properties: {data: {properties: {amount: {type: integer}}}}}", [:], "warning"),
            (
                "schema: {properties: {data: {properties: {amount: {type: integer}}, additionalProperties: false}}}",
                [:], "error"
            ),
            (
                "schema: body.json",
                [
                    "body.json":
                        #"{"properties": {"data": {"properties": {"amount": {}}, "additionalProperties": false}}}"#
                ], "error"
            ),
        ] as [(String, [String: String], String)]
    )
    func known(receive: String, files: [String: String], severity: String) {
        let rules = "normalize: {let: {a: item.data.amout}, rules: []}"
        let expected = ["x/connector.yaml:5:32 \(severity) \(Self.near)"]
        #expect(problems("receive: {decode: json, \(receive)}\n\(rules)", files) == expected)
    }

    @Test("a field that no sample has is allowed, one that a closed schema has not is an error") func unknown() {
        let rules = "normalize: {let: {a: item.brand_new}, rules: []}"
        #expect(problems("receive: {decode: json, samples: [{amount: 5}]}\n\(rules)") == [])
        let schema = "receive: {decode: json, schema: {properties: {id: {}, to: {}}, additionalProperties: false}}\n"
        #expect(
            problems(schema + rules) == [
                "x/connector.yaml:5:27 error cel-unknown-field: unknown field `brand_new` (one of: id, to)"
            ]
        )
    }

    @Test(
        "a sample that cannot be read",
        arguments: [
            (
                "samples: [a.json]", ["a.json": "{\n  \"a\": tru\n}"],
                "x/a.json:2:8 error bad-json: this is not JSON: not a JSON value"
            ),
            (
                "samples: [b.json]", [:],
                "x/connector.yaml:4:35 error missing-file: `b.json` cannot be read (a file of at most 1 MiB beside the connector)"
            ),
            (
                "samples: [../b.json]", ["../b.json": "{}"],
                "x/connector.yaml:4:35 error missing-file: `../b.json` cannot be read (a file of at most 1 MiB beside the connector)"
            ),
            (
                "samples: [paid]", [:],
                "x/connector.yaml:4:35 error bad-value: a sample must be a mapping, a list or a file "
                    + "(write it here as YAML, or the name of a `.json` file beside the connector)"
            ),
            (
                "schema: [string]", [:],
                "x/connector.yaml:4:33 error bad-value: `schema` is no JSON Schema"
            ),
        ] as [(String, [String: String], String)]
    )
    func broken(receive: String, files: [String: String], problem: String) {
        #expect(problems("receive: {decode: json, \(receive)}\nnormalize: {rules: []}", files) == [problem])
    }

    private static let cases = """
        - name: good
          request: {url: "https://x.example.com/", body: '{"data": {"amount": 5}}'}
          now: 1760000000
        - name: forged
          request: {url: "https://x.example.com/", body: '{"data": {"amout": 5}}'}
          now: 1760000000
          verified: false

        """

    @Test("the cases beside a connector are samples, the refused ones are not") func cases() {
        let lines = "receive: {decode: json}\nnormalize: {let: {a: item.data.amout}, rules: []}"
        let files = ["tests.yaml": Self.cases]
        #expect(problems(lines, files) == ["x/connector.yaml:5:32 warning \(Self.near)"])
        let sampled = lines.replacing("json}", with: "json, samples: [{data: {to: a}}]}")
        #expect(problems(sampled, files) == [], "samples come first")
    }

    @Test("broken cases are warned of, and the connector is taken") func brokenCases() throws {
        let files = ["tests.yaml": Self.cases + "- name: late\n  request: {}\n  now: noon\n"]
        let (connector, found) = Connector.draft(Self.head + "normalize: {rules: []}", name: "x/c.yaml") { files[$0] }
        #expect(!found.hasErrors && connector?.warnings == found.all)
        #expect(
            found.all.filter { !$0.isAdvice }.map { "\($0.file):\($0.place.line) \($0.severity.rawValue) \($0.code)" }
                == [
                    "x/tests.yaml:10 warning bad-value", "x/tests.yaml:9 warning missing-key",
                ]
        )
    }

    @Test(
        "an item is what `split` yields",
        arguments: [
            ("split: json.events, samples: [{events: [{amount: 5}]}]", "item.amount == 5", nil),
            (
                "split: json.events, samples: [{events: [{amount: 5}]}]", "item.amount == \"5\"",
                "`==` does not take int and string"
            ),
            ("split: json, samples: [[{amount: 5}]]", "item.amout == 5", "unknown field `amout`"),
            ("split: 'json == null ? [query] : [json]', samples: [{a: {b: 5}}]", "item.a.b == 5", nil),
            ("split: json.pages, samples: [{pages: null}]", "item.anything > 1", nil),
            ("split: 'json.pages()', samples: [{a: 1}]", "item.a > 1", "unknown function `pages`"),
            ("samples: [{amount: 5}]", "item.amount > \"5\"", "`>` does not take int and string"),
            ("methods: [GET], samples: [{amount: 5}]", "item.amount > \"5\"", nil),
            ("decode: form", "item.amount > 5", "`>` does not take string and int"),
            ("decode: text", "item.startsWith(\"a\")", nil),
        ] as [(String, String, String?)]
    )
    func items(receive: String, when: String, message: String?) {
        let receive = receive.hasPrefix("decode") ? receive : "decode: json, \(receive)"
        let rules = "normalize: {rules: [{when: '\(when)', ignore: true}]}"
        let found = problems("receive: {\(receive)}\n\(rules)")
        #expect(found.count == (message == nil ? 0 : 1), "\(found)")
        #expect(message.map { found.first?.contains($0) ?? false } ?? true, "\(found)")
    }

    @Test("a field of a form is text, and the form may be missing") func form() {
        func rule(_ when: String) -> [String] { problems("normalize: {rules: [{when: '\(when)', ignore: true}]}") }
        #expect(
            rule("form.NumMedia > 0") == [
                "x/connector.yaml:4:43 error cel-type: `>` does not take string and int (write `int(form.NumMedia)`)"
            ]
        )
        #expect(
            rule("form.NumMedia == 0") == [
                "x/connector.yaml:4:43 error cel-type: `==` does not take string and int "
                    + "(`form.NumMedia` is text: compare with `\"0\"`, or write `int(form.NumMedia)`)"
            ]
        )
        for when in [
            "form == null", "form != null && has(form.X)", "form.?X.orValue(\"\") == \"a\"", "int(form.NumMedia) > 0",
            "json == null || json.anything.at.all > 5", "header_all[\"x\"][0] == query.y", "form_pairs[0][1] == \"\"",
            "query.?a.hasValue() && now > timestamp(query.at)", "headers[\"content-length\"] != \"5\"",
        ] {
            #expect(rule(when) == [], "\(when)")
        }
    }

    @Test("names of `let` have the type of their values; one that is wrong is told once") func lets() {
        let lines =
            "normalize: {let: {a: int(form.n), b: a + '\"x\"', c: b.anything + d}, rules: [{when: a > 5, ignore: true}]}"
        #expect(
            problems(lines).map { $0.dropFirst("x/connector.yaml:".count) } == [
                "4:40 error cel-type: `+` does not take int and string (write `string(a)`)",
                "4:65 error cel-unknown-name: unknown name `d` (did you mean `a`?)",
            ]
        )
    }

    @Test("an element of `each` has its type") func each() {
        let head = "connector: x\nversion: 1\nsecrets: [k]\n"
        let step = "{type: equals, secret: k, each: query_pairs, value: item.key}"
        #expect(
            problems("verify: {all: [\(step)]}\nactions: {}\n", head: head).map {
                $0.dropFirst("x/connector.yaml:".count)
            } == [
                "4:73 error cel-type: a value of type list(string) has no field `key` "
                    + "(write `[0].key` for that of the first, or `.map(e, e.key)`)"
            ]
        )
    }

    @Test(
        "an action knows what it is given",
        arguments: [
            ("input.amount > 5 ? \"a\" : input.?note.orValue(config.from)", []),
            ("input.amount > \"5\" ? \"a\" : \"b\"", ["cel-type: `>` does not take int and string"]),
            ("input.amuont", ["undeclared-input: `input.amuont` is not declared"]),
            ("action.idd", ["cel-unknown-field: unknown field `idd`"]),
            ("config.limit + \"x\"", ["cel-type: `+` does not take int and string"]),
            ("config.from > 5 ? \"a\" : known_id", []),
            ("now + \"1h\"", ["cel-type: `+` does not take timestamp and string"]),
            ("secret(5)", ["cel-type: `secret` does not take (int)"]),
            ("hmac_sha256(secret(\"k\"), body)", []),
        ] as [(String, [String])]
    )
    func actions(value: String, expected: [String]) {
        let yaml = """
            connector: x
            version: 1
            secrets: [k]
            config: {from: "", limit: 5}
            actions:
              send:
                input: {amount: int, note: string?}
                idempotency: none
                request: {method: POST, url: "https://api.example.com/", headers: {x: '${\(value)}'}}
                response: {ok: status == 200}
            """
        let found = problems(yaml, head: "").filter { !$0.contains("unused-secret") }
        #expect(found.count == expected.count, "\(found)")
        for (problem, message) in zip(found, expected) { #expect(problem.contains("error \(message)"), "\(problem)") }
    }

    @Test("a typo in a connector that comes with the gateway") func typo() throws {
        let text = try Repository.text("Connectors/stripe/connector.yaml")
        let cases = try Repository.text("Connectors/stripe/tests.yaml")
        let line = "    o: item.data.object.amout\n"
        let place = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasPrefix("    o: ") }
        let wrong = text.replacing("    o: item.data.object\n", with: line)
        let (_, found) = Connector.draft(wrong, name: "c.yaml") { $0 == "tests.yaml" ? cases : nil }
        let problem = try #require(found.all.first)
        #expect(problem.code == "cel-unknown-field" && problem.hint == "did you mean `amount`?")
        #expect(problem.place == SourcePlace(line: (place ?? 0) + 1, column: 25) && problem.severity == .warning)
    }
}
