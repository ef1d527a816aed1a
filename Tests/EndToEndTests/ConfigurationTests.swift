import Foundation
import Testing

extension EndToEnd {
    /// What an integrator with typos is told, by the real binary.
    @Suite("Configuration errors")
    struct ConfigurationTests {
        private static let config = """
            server: {listen: 127.0.0.1:0, public_url: https://gw.example.com}
            store: {url: sqlite:data/throughline.db}
            connectors: Connectors
            sources:
              twilio:
                connector: twilio
                secrets:
                  auth_token: [{env: THROUGHLINE_NOT_SET}]
                  account_sid: [{env: E2E}]
                  api_key: [{env: E2E}]
                  api_secret: [{env: E2E}]
            creditors:
              acme: {name: Acme Dental, actor: first_party_creditor}
            """

        @Test("an unknown key, bad CEL and a missing secret are told at once, each with its place and what to write")
        func allAtOnce() async throws {
            try await Self.withBrokenConnector { folder, places in
                let check = try await Self.check(in: folder)
                #expect(check.status == 78)
                let report = check.output + check.errors
                let expected = [
                    "twilio/connector.yaml:\(places.key):": "did you mean `respond`",
                    "twilio/connector.yaml:\(places.expression):": "==",
                    "config.yaml:8:": "set the environment variable THROUGHLINE_NOT_SET",
                ]
                for (place, hint) in expected {
                    let block = try #require(Self.block(at: place, in: report), "nothing about \(place) in:\n\(report)")
                    #expect(block.contains(hint), "\(block)")
                    #expect(block.contains { $0 == "^" }, "no caret in:\n\(block)")
                }
            }
        }

        @Test("the same, one JSON object a line")
        func asJSON() async throws {
            try await Self.withBrokenConnector { folder, places in
                let check = try await Self.check(in: folder, "--json")
                #expect(check.status == 78)
                let problems = try check.output.split(separator: "\n").map { line in
                    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                }
                let lines = problems.filter { ($0["file"] as? String)?.hasSuffix("connector.yaml") == true }
                    .compactMap { $0["line"] as? Int }
                #expect(Set(lines).isSuperset(of: [places.key, places.expression]))
                #expect(problems.allSatisfy { ($0["column"] as? Int ?? 0) > 0 })
                #expect(problems.allSatisfy { $0["code"] is String && $0["message"] is String })
            }
        }

        @Test("`serve` refuses the same file in the same way")
        func serveRefuses() async throws {
            try await Self.withBrokenConnector { folder, places in
                let serve = try await Command.run(
                    [Repository.binary, "serve", "--config", "config.yaml"],
                    environment: ["E2E": "x"],
                    in: folder,
                    seconds: 30
                )
                #expect(serve.status == 78)
                #expect(serve.errors.contains("twilio/connector.yaml:\(places.key):"))
            }
        }

        @Test("proxies that cannot be trusted are refused, and bodies that would not be taken are warned of")
        func reach() async throws {
            try await Repository.withTemporaryFolder { folder in
                let config = """
                    server:
                      trusted_proxies: [10.0.0.0/8, 0.0.0.0/0, example.com]
                      client_cert_header: "X Subject"
                      max_body: 1MiB
                    connectors: \(Repository.file("Connectors").path)
                    sources: {mail: {connector: sendgrid, secrets: {verification_key: [{env: E2E}]}}}
                    creditors: {acme: {name: Acme Dental, actor: first_party_creditor}}
                    """
                try config.write(to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
                let check = try await Self.check(in: folder)
                #expect(check.status == 78)
                let report = check.output + check.errors
                let shown = [
                    "config.yaml:2:33: error[wide-proxies]", "config.yaml:2:44: error[bad-value]",
                    "config.yaml:3:24: error[bad-value]", "config.yaml:6:29: warning[max-body]", "35MiB",
                ]
                for text in shown { #expect(report.contains(text), "\(report)") }
            }
        }

        @Test("wrong usage ends with 2", arguments: [["serve", "--no-such-option"], ["no-such-command"]])
        func usage(arguments: [String]) async throws {
            #expect(try await Command.run([Repository.binary] + arguments, seconds: 30).status == 2)
        }

        private static func check(in folder: URL, _ options: String...) async throws -> Command {
            try await Command.run(
                [Repository.binary, "check", "--config", "config.yaml"] + options,
                environment: ["E2E": "x"],
                in: folder,
                seconds: 30
            )
        }

        /// The diagnostic that begins with `place`: its lines up to the next one.
        private static func block(at place: String, in report: String) -> String? {
            let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
            guard let first = lines.firstIndex(where: { $0.contains(place) }) else { return nil }
            let rest = lines[(first + 1)...].prefix { !$0.contains(".yaml:") }
            return ([lines[first]] + rest).joined(separator: "\n")
        }

        /// A folder with the config above and connectors of which one has a misspelt key and an `=` for `==`.
        private static func withBrokenConnector(
            _ body: (URL, (key: Int, expression: Int)) async throws -> Void
        ) async throws {
            try await Repository.withTemporaryFolder { folder in
                let connectors = folder.appending(path: "Connectors")
                try FileManager.default.copyItem(at: Repository.file("Connectors"), to: connectors)
                try config.write(to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
                let file = connectors.appending(path: "twilio/connector.yaml")
                var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
                let receive = try #require(lines.firstIndex { $0.hasPrefix("receive:") })
                let key = try #require(lines[receive...].firstIndex { $0.contains("respond:") })
                lines[key] = lines[key].replacingOccurrences(of: "respond:", with: "repsond:")
                let rules = try #require(lines.firstIndex { $0.contains("rules:") })
                let rule = try #require(lines[rules...].firstIndex { $0.contains("when:") && $0.contains(" == ") })
                let range = try #require(lines[rule].range(of: " == "))
                lines[rule].replaceSubrange(range, with: " = ")
                try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
                try await body(folder, (key + 1, rule + 1))
            }
        }
    }
}
