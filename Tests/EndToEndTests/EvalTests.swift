import Foundation
import Testing

extension EndToEnd {
    /// `throughline eval`, as a person and a program use it.
    @Suite("Evaluation on the command line")
    struct EvalTests {
        @Test("one batch over the official suite passes what the unit tests pass")
        func conformance() async throws {
            let cases = try SuiteTest.all()
            let answers = try await Self.batch(try cases.map { try $0.line() })
            #expect(answers.count == cases.count)
            let failures = zip(cases, answers).compactMap { $0.failure(of: $1) }
            print("CEL conformance in one batch: \(cases.count - failures.count) of 1726")
            #expect(cases.count == 1726)
            #expect(failures.isEmpty, "\(failures.prefix(20).joined(separator: "\n"))")
        }

        @Test("a line that is no line of a batch has an answer too, and the next ones have theirs")
        func badLines() async throws {
            let lines = [
                "nope", "", #"{"expr": 1}"#, #"{"expr": "\n 1 +"}"#, #"{"expr": "'é' + 1"}"#, #"{"expr": "1 / 0"}"#,
                #"{"expr": "[1, 2].map(x, [x].map(y, y))"}"#, #"{"expr": "1u"}"#,
            ]
            let answers = try await Self.batch(lines.map { Data($0.utf8) }, "--budget", "2")
            let errors = answers.compactMap { $0["error"] as? [String: Any] }
            #expect(
                errors.map { $0["kind"] as? String } == ["input", "input", "input", "parse", "check", "eval", "budget"]
            )
            #expect(errors.map { $0["line"] as? Int } == [1, 1, 1, 2, 1, 1, 1])
            #expect(errors.map { $0["column"] as? Int } == [1, 1, 1, 5, 5, 3, 1])
            #expect(errors.allSatisfy { ($0["message"] as? String)?.isEmpty == false })
            #expect(answers.last?["deduced_type"] as? String == "uint")
        }

        @Test("a line beyond 16 MiB is answered and left behind")
        func longLine() async throws {
            let long = Data(repeating: UInt8(ascii: "x"), count: 16 * 1024 * 1024 + 1)
            let answers = try await Self.batch([long, Data(#"{"expr": "1"}"#.utf8), long])
            #expect(answers.map { $0["error"] != nil } == [true, false, true])
        }

        @Test("what a batch answers", arguments: Self.lines)
        func answers(line: String, answer: String) async throws {
            let answers = try await Self.batch([Data(line.utf8)])
            let wanted = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? NSDictionary
            #expect(answers.first.map { $0 as NSDictionary } == wanted)
        }

        private static let lines = [
            (
                #"{"expr": "x", "bindings": {"x": {"type": "int", "value": "1"}}}"#,
                #"{"value": {"type": "int", "value": "1"}, "deduced_type": "dyn"}"#
            ),
            (
                #"{"expr": "body.a[1]", "json": {"body": {"a": [1, 2.5]}}, "disable_check": true}"#,
                #"{"value": {"type": "double", "value": "2.5"}}"#
            ),
            (
                #"{"expr": "[now]", "now": "2025-03-09T06:30:00Z", "check_only": true}"#,
                #"{"deduced_type": "list(google.protobuf.Timestamp)"}"#
            ),
            (
                #"{"expr": "x / 2.0", "bindings": {"x": {"type": "int", "value": "1"}}, "dialect": "throughline"}"#,
                #"{"value": {"type": "double", "value": "0.5"}, "deduced_type": "double"}"#
            ),
        ]

        @Test("the value of an expression over a document")
        func value() async throws {
            let run = try await Self.eval(#"item.amount / 100.0"#, "--json", "-", document: #"{"amount": 1999}"#)
            #expect((run.status, run.output, run.errors) == (0, "19.99\n", ""))
            let named = try await Self.eval("amount + x", "--json", "-", "--var", "x=1", document: #"{"amount": 1999}"#)
            #expect(named.output == "2000\n")
            let json = try await Self.eval("[now]", "--now", "2026-03-02T16:00:00Z", "--output", "json")
            #expect(json.output == #"["2026-03-02T16:00:00Z"]"# + "\n")
        }

        @Test(
            "what is wrong is shown at its place, with what to write",
            arguments: [
                ("item.amount = 1", 1, ["expression:1:13:", "^", "=="]),
                ("item.amont", 1, ["expression:1:6:", "^", "did you mean `amount`"]),
                ("nwo", 1, ["expression:1:1:", "^", "did you mean `now`"]),
                ("item.amount / 0", 1, ["expression:1:13:", "^", "division by zero"]),
            ]
        )
        func caret(text: String, status: Int32, shown: [String]) async throws {
            let run = try await Self.eval(text, "--json", "-", document: #"{"amount": 1999}"#)
            #expect(run.status == status)
            #expect(shown.allSatisfy { run.errors.contains($0) }, "\(run.errors)")
        }

        @Test(
            "what cannot be read is wrong usage",
            arguments: [
                [], ["1", "--json", "/no/such/file"], ["1", "--var", "x=MA"], ["1", "--var", "x"],
                ["1", "--now", "noon"],
                ["1", "--batch"], ["1", "--dialect", "sql"], ["1", "--json", "-"],
            ]
        )
        func usage(arguments: [String]) async throws {
            #expect(try await Command.run([Repository.binary, "eval"] + arguments, seconds: 30).status == 2)
        }

        @Test("--explain shows every part with its value, in 100 columns")
        func explain() async throws {
            let text = String(repeating: "long ", count: 100)
            let run = try await Self.eval(
                "item.amount > 100 && item.text.contains('x')",
                "--json",
                "-",
                "--explain",
                document: #"{"amount": 1999, "text": "\#(text)"}"#
            )
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasSuffix("  false") == true, "\(run.output)")
            #expect(lines.contains { $0.hasPrefix("    item.amount ") && $0.hasSuffix("  1999") }, "\(run.output)")
            #expect(lines.allSatisfy { $0.count <= 100 })
            #expect(lines.contains { $0.contains("\"long long") && $0.hasSuffix("…") }, "\(run.output)")
        }

        private static func eval(_ arguments: String..., document: String? = nil) async throws -> Command {
            try await Repository.withTemporaryFolder { folder in
                let file = folder.appending(path: "document.json")
                try Data((document ?? "").utf8).write(to: file)
                return try await Command.run([Repository.binary, "eval"] + arguments, input: file, seconds: 30)
            }
        }

        /// The answers to the lines of one batch.
        private static func batch(_ lines: [Data], _ options: String...) async throws -> [[String: Any]] {
            try await Repository.withTemporaryFolder { folder in
                let file = folder.appending(path: "lines.jsonl")
                var text = Data()
                for line in lines { text.append(line + Data("\n".utf8)) }
                try text.write(to: file)
                let run = try await Command.run([Repository.binary, "eval", "--batch"] + options, input: file)
                #expect(run.status == 0)
                return try run.output.split(separator: "\n").map { line in
                    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                }
            }
        }
    }
}
