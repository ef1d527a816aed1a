import Foundation
import Testing

extension EndToEnd {
    /// `throughline connector`, as a person and a program use it.
    @Suite("Connectors on the command line")
    struct ConnectorCommandTests {
        @Test("one batch judges every signature, and reads every payload, as their providers do")
        func batch() async throws {
            let vectors = try Vector.all()
            let answers = try await Self.batch(try vectors.map { try $0.line() })
            #expect(answers.count == vectors.count)
            let failures = zip(vectors, answers).compactMap { $0.failure(of: $1) }
            print("provider vectors in one batch: \(vectors.count - failures.count) of \(vectors.count)")
            #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        }

        @Test("a line that cannot be read, or whose connector cannot, is answered, and the next ones are")
        func badLines() async throws {
            let answers = try await Self.batch(
                [
                    "nope", "", "{}", #"{"connector": "strpe", "request": {"url": "https://a.example/"}}"#,
                    #"{"connector": "../stripe", "request": {"url": "https://a.example/"}}"#,
                    #"{"connector": "stripe"}"#, #"{"connector": "stripe", "request": {"url": "https://a.example/"}}"#,
                ].map { Data($0.utf8) }
            )
            let errors = answers.map { $0["error"] as? [String: Any] }
            #expect(
                errors.map { $0?["kind"] as? String } == [
                    "input", "input", "input", "connector", "connector", "input", nil,
                ]
            )
            #expect((errors[3]?["message"] as? String)?.contains("did you mean `stripe`?") == true)
            #expect(answers.last?["verified"] as? Bool == false)
        }

        @Test("the connectors that come with the gateway are listed, clean and do what their cases say")
        func shipped() async throws {
            let list = try await Self.run("list", "--json", "--connectors", Repository.file("Connectors").path)
            let all = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
            #expect(all.allSatisfy { $0["problems"] == nil && $0["version"] as? Int != nil })
            let lint = try await Self.run("lint", "--json", "--connectors", Repository.file("Connectors").path)
            #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
            let test = try await Self.run("test", "--connectors", Repository.file("Connectors").path)
            #expect(test.status == 0, "\(test.output)")
            #expect(test.output.split(separator: "\n").count == all.count)
        }

        @Test("a new connector passes its cases and its lint, and is not overwritten")
        func new() async throws {
            try await Repository.withTemporaryFolder { folder in
                let made = try await Self.run("new", "carrier", "--timestamp-header", "X-Time", in: folder)
                #expect(made.status == 0 && made.output.contains("throughline connector test carrier"))
                #expect(try await Self.run("test", "carrier", in: folder).output == "carrier: 3 cases, all good\n")
                let lint = try await Self.run("lint", "Connectors/carrier", in: folder)
                #expect((lint.status, lint.output) == (0, "1 connector: nothing to say.\n"))
                let again = try await Self.run("new", "carrier", in: folder)
                #expect(again.status == 1 && again.errors.contains("--force"))
                #expect(try await Self.run("new", "carrier", "--scheme", "basic", "--force", in: folder).status == 0)
                #expect(try await Self.run("test", in: folder).status == 0)
            }
        }

        @Test("lint tells everything at once, test shows what came out instead; both end with 1")
        func broken() async throws {
            try await Repository.withTemporaryFolder { folder in
                _ = try await Self.run("new", "carrier", in: folder)
                let connector = folder.appending(path: "Connectors/carrier/connector.yaml")
                let text = try String(contentsOf: connector, encoding: .utf8)
                try text.replacing("message.delivered", with: "message.opened").write(
                    to: connector,
                    atomically: true,
                    encoding: .utf8
                )
                let test = try await Self.run("test", in: folder)
                #expect(test.status == 1)
                #expect(
                    test.output.contains("- \"message.delivered\"\n") && test.output.contains("+ \"message.opened\"\n")
                )
                let json = try await Self.run("test", "--json", in: folder)
                let results = try Self.objects(json.output)
                #expect(results.map { $0["passed"] as? Bool } == [false, true, true])
                try text.replacing("item.type", with: "item.typ(").replacing("version: 1", with: "version: 0")
                    .write(to: connector, atomically: true, encoding: .utf8)
                let lint = try await Self.run("lint", "--json", in: folder)
                let codes = try Self.objects(lint.output).compactMap { $0["code"] as? String }
                #expect(lint.status == 1)
                #expect(codes == ["bad-value", "cel-syntax", "cel-syntax"], "\(lint.output)")
            }
        }

        @Test("one request, step by step, without its secret")
        func steps() async throws {
            try await Repository.withTemporaryFolder { folder in
                _ = try await Self.run("new", "carrier", "--scheme", "token", "--header", "X-Token", in: folder)
                let file = folder.appending(path: "request.http")
                let body = #"{"id":"evt_2","type":"letter.delivered","occurred_at":"2025-10-09T08:52:00Z"}"#
                try "POST /hooks/carrier HTTP/1.1\nHost: gw.example.com\nX-Token: swordfish\n\n\(body)"
                    .write(to: file, atomically: true, encoding: .utf8)
                let options = ["try", "carrier", "--request", "request.http", "--now", "2025-10-09T09:00:00Z"]
                let good = try await Self.run(options + ["--secret", "webhook_token=swordfish"], in: folder)
                #expect(good.status == 0)
                for shown in ["equals: passed", "Verified: ok.", "Answer: 200", "key evt_2", "message.delivered"] {
                    #expect(good.output.contains(shown), "\(good.output)")
                }
                #expect(!good.output.contains("swordfish"))
                let forged = try await Self.run(options + ["--secret", "webhook_token=guess"], in: folder)
                #expect(forged.status == 1 && forged.output.contains("Refused: bad_credentials."))
                let read = try await Self.run(options + ["--skip-verify", "--json"], in: folder)
                let answer = try #require(try Self.objects(read.output).first)
                #expect(answer["verified"] as? Bool == true && (answer["items"] as? [Any])?.count == 1)
            }
        }

        @Test("one request to a source of the configuration, under its own secrets and its public URL")
        func source() async throws {
            try await Repository.withTemporaryFolder { folder in
                _ = try await Self.run("new", "carrier", "--scheme", "token", "--header", "X-Token", in: folder)
                let files = [
                    ("carrier.secret", "swordfish\n"), ("request.http", "POST /hooks/in\nX-Token: swordfish\n\n{}"),
                    (
                        "config.yaml",
                        """
                        server: {public_url: "https://gw.example.com/prefix"}
                        sources: {in: {connector: carrier, secrets: {webhook_token: [{file: carrier.secret}]}}}
                        creditors: {acme: {name: Acme Dental, actor: first_party_creditor}}
                        """
                    ),
                ]
                for (name, text) in files {
                    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
                }
                let options = ["try", "--request", "request.http", "--source"]
                let run = try await Self.run(options + ["in"], in: folder)
                #expect(run.output.hasPrefix("POST https://gw.example.com/prefix/hooks/in "), "\(run.errors)")
                #expect(run.output.contains("Verified: ok.") && !run.output.contains("swordfish"))
                #expect(try await Self.run(options + ["out"], in: folder).status == 2)
                try "".write(to: folder.appending(path: "carrier.secret"), atomically: true, encoding: .utf8)
                #expect(try await Self.run(options + ["in"], in: folder).status == 78)
            }
        }

        @Test(
            "what cannot be read is wrong usage",
            arguments: [
                ["lint", "nope"], ["test", "./nope"], ["new", "naïve"], ["list", "--connectors", "/no/such"],
                ["new", "No"],
                ["new", "x", "--scheme", "rot13"], ["new", "x", "--scheme", "basic", "--prefix", "v1="],
                ["new", "x", "--header", "a b"], ["try", "stripe"], ["try", "--request", "x"],
                ["try", "--batch", "stripe"],
                ["try", "stripe", "--request", "/no/such"], ["try", "nope", "--request", "/dev/null"],
                ["try", "stripe", "--case", "nope"],
            ]
        )
        func usage(arguments: [String]) async throws {
            #expect(try await Self.run(arguments, in: Repository.root).status == 2)
        }
    }
}

extension EndToEnd.ConnectorCommandTests {
    /// The way of `docs/connectors.md`, as it is written there but for the port.
    @Test("the commands of the document lead from nothing to a verified event")
    func document() async throws {
        let commands = try Self.commands()
        #expect(Self.count(commands) <= 12)
        try await Repository.withTemporaryFolder { folder in
            let link = folder.appending(path: "bin/throughline")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "bin"),
                withIntermediateDirectories: true
            )
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: Repository.binary)
            let script = """
                set -eu
                PATH=$PWD/bin:$PATH
                trap 'kill $(jobs -p)' EXIT
                \(commands.dropLast().joined(separator: "\n").replacing("8080", with: "\(Self.port)"))
                for try in $(seq 50); do \(commands.last ?? "") --url http://127.0.0.1:\(Self.port) && break; sleep 0.1; done
                """
            let run = try await Command.run(["bash", "-c", script], in: folder, seconds: 60)
            #expect(run.status == 0, "\(run.errors)")
            let shown = try String(contentsOf: Self.page, encoding: .utf8)
            let wanted = [
                "northmail: 3 cases, all good", "Verified: ok.", "  2025-10-09 08:53:20  message.delivered    letter",
            ]
            for line in wanted { #expect(run.output.contains(line) && shown.contains(line), "\(run.output)") }
        }
    }

    private static let page = Repository.file("docs/connectors.md")
    /// One that no other test listens on.
    private static let port = 18_437

    /// The lines of its `sh` blocks.
    private static func commands() throws -> [String] {
        var lines: [String] = []
        var isInside = false
        for line in try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ) {
            if line == "```sh" {
                isInside = true
            } else if line == "```" {
                isInside = false
            } else if isInside {
                lines.append(String(line))
            }
        }
        return lines
    }

    /// Lines but those of files that are written out in place.
    private static func count(_ lines: [String]) -> Int {
        var count = 0
        var isText = false
        for line in lines {
            if isText {
                isText = line != "END"
            } else {
                count += 1
                isText = line.hasSuffix("<<'END'")
            }
        }
        return count
    }

    private static func run(_ arguments: String..., in folder: URL = Repository.root) async throws -> Command {
        try await run(arguments, in: folder)
    }

    private static func run(_ arguments: [String], in folder: URL) async throws -> Command {
        try await Command.run([Repository.binary, "connector"] + arguments, in: folder, seconds: 60)
    }

    private static func batch(_ lines: [Data]) async throws -> [[String: Any]] {
        try await Repository.withTemporaryFolder { folder in
            let file = folder.appending(path: "lines.jsonl")
            var text = Data()
            for line in lines { text.append(line + Data("\n".utf8)) }
            try text.write(to: file)
            let run = try await Command.run([Repository.binary, "connector", "try", "--batch"], input: file)
            #expect(run.status == 0)
            return try objects(run.output)
        }
    }

    private static func objects(_ lines: String) throws -> [[String: Any]] {
        try lines.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }
}

/// A signature or a payload of `provider_vectors.json` whose provider has a connector here.
private struct Vector {
    let object: [String: Any]
    let isPayload: Bool

    static func all() throws -> [Vector] {
        let data = try Data(contentsOf: Repository.file("Tests/Data/provider_vectors.json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return ["vectors", "payloads"].flatMap { kind in
            (file[kind] as? [[String: Any]] ?? []).map { Vector(object: $0, isPayload: kind == "payloads") }
        }.filter { vector in
            let path = Repository.file("Connectors/\(vector.connector)/connector.yaml").path
            return FileManager.default.fileExists(atPath: path)
        }
    }

    private var id: String { object["id"] as? String ?? "" }
    private var connector: String { (object["provider"] as? String ?? "").replacing("_", with: "-") }

    func line() throws -> Data {
        var line = object.filter { ["request", "secrets", "config", "certs", "now"].contains($0.key) }
        line["connector"] = connector
        line["skip_verify"] = isPayload
        return try JSONSerialization.data(withJSONObject: line)
    }

    /// Only the verdict, or the types of the events; `ProviderVectorTests` look at everything.
    func failure(of answer: [String: Any]) -> String? {
        if let error = answer["error"] { return "\(id): \(error)" }
        if isPayload {
            let wanted = (object["expected"] as? [[String: Any]] ?? []).map { $0["type"] as? String }
            let given = (answer["events"] as? [[String: Any]] ?? []).map { $0["type"] as? String }
            return wanted == given ? nil : "\(id): \(given)"
        }
        let isValid = object["expect"] as? String == "valid"
        return answer["verified"] as? Bool == isValid ? nil : "\(id): \(answer["reason"] ?? "")"
    }
}
