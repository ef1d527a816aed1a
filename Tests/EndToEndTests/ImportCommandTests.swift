import Foundation
import Testing

extension EndToEnd {
    /// `throughline import`, and the folders a daemon watches.
    @Suite("Files of a system of record")
    struct ImportCommandTests {
        private static let placements = """
            kind,account,balance,oldest_due,first_name,phone,state
            placement,100231,84.50,2026-01-15,Ann,(212) 555-0147,NY
            placement,100232,12.345,2026-01-15,Bo,,TX
            placement,100233,"7.00",,"Cy, the elder",,

            """

        @Test("--plan, then --execute, then again: new, changed and rejected with positions, the second time 0 new")
        func withoutDaemon() async throws {
            try await Self.withFiles(port: 18_438) { folder in
                let file = folder.appending(path: "placements.csv")
                let plan = try await Self.run("placements.csv", "--plan", in: folder)
                #expect(plan.output.hasPrefix("placements.csv: 3 rows: 2 new, 0 changed, 0 unchanged, 1 rejected\n"))
                #expect(plan.output.contains("  account.placed  2\n"))
                #expect(plan.output.contains("placements.csv:3:18: `balance`: not an amount in that currency ("))
                let line = " 3 | placement,100232,12.345,2026-01-15,Bo,,TX\n   |                  ^\n"
                #expect(plan.output.contains(line), "\(plan.output)")
                #expect(plan.output.contains("Nothing was changed: add --execute to import it."))
                #expect(try await Self.run("placements.csv", in: folder).output == plan.output, "the default is a plan")

                let first = try await Self.report("placements.csv", "--execute", in: folder)
                #expect(Self.counts(first) == [2, 0, 0, 1])
                let again = try await Self.report("placements.csv", "--execute", in: folder)
                #expect(Self.counts(again) == [0, 0, 2, 1])
                try Self.placements.replacing("84.50", with: "62.25").replacing("12.345", with: "12.34")
                    .write(to: file, atomically: true, encoding: .utf8)
                let changed = try await Self.report("placements.csv", "--source", "placements", "--execute", in: folder)
                #expect(Self.counts(changed) == [1, 1, 1, 0])
                #expect(try await Self.run("placements.csv", "--execute", in: folder).status == 0)

                let path = try #require(first["reject_file"] as? String)
                let rejects = try String(contentsOf: folder.appending(path: path), encoding: .utf8).split(
                    separator: "\n"
                )
                #expect(rejects[0] == "kind,account,balance,oldest_due,first_name,phone,state,line,column,reason")
                #expect(rejects[1].hasPrefix("placement,100232,12.345,2026-01-15,Bo,,TX,3,18,"))
            }
        }

        @Test("a running daemon does the work, reads what it brings, and takes files out of its folder")
        func withDaemon() async throws {
            try await Self.withFiles(port: 18_439) { folder in
                let script = """
                    set -eu
                    "$T" serve > serve.log 2>&1 &
                    trap 'kill $(jobs -p)' EXIT
                    for try in $(seq 100); do
                      if grep -q '"message":"listening"' serve.log; then break; fi
                      sleep 0.1
                    done
                    "$T" import placements.csv --plan || [ $? = 1 ]
                    "$T" import placements.csv --execute || [ $? = 1 ]
                    "$T" import placements.csv --execute --json || [ $? = 1 ]
                    sed -n '1p;2s/84.50/62.25/p' placements.csv > incoming/a.csv
                    echo 'kind;account' > incoming/b.csv
                    for try in $(seq 100); do
                      if [ -z "$(ls -p incoming | grep -v /)" ]; then break; fi
                      sleep 0.1
                    done
                    ls incoming/rejected
                    for try in $(seq 50); do
                      "$T" timeline account:acme:100231 --url http://127.0.0.1:18439 > timeline.txt || true
                      if grep -q 62.25 timeline.txt; then break; fi
                      sleep 0.1
                    done
                    cat timeline.txt
                    """
                let run = try await Command.run(
                    ["bash", "-c", script],
                    environment: ["T": Repository.binary],
                    in: folder,
                    seconds: 60
                )
                #expect(run.status == 0, "\(run.errors)")
                let wanted = [
                    "placements.csv: 3 rows: 2 new, 0 changed, 0 unchanged, 1 rejected\n",
                    #""new":0,"changed":0,"unchanged":2,"rejected":1"#, "b.csv\nb.csv.reason.txt\n",
                    "account.placed               USD 84.50\n", "account.placed               USD 62.25\n",
                ]
                for text in wanted { #expect(run.output.contains(text), "\(text) in \(run.output)") }
                #expect(!run.output.contains("The daemon reads them when it starts."))
            }
        }

        @Test("an import that is killed loses nothing and doubles nothing when it is run again")
        func killed() async throws {
            try await Self.withFiles(port: 18_441) { folder in
                let rows = (1...4000).map { "placement,\($0),5.00,,Ann,,\n" }.joined()
                let header = Self.placements.prefix { $0 != "\n" }
                try "\(header)\n\(rows)".write(
                    to: folder.appending(path: "placements.csv"),
                    atomically: true,
                    encoding: .utf8
                )
                for _ in 0..<3 {
                    let delay = Double.random(in: 0.05...0.6)
                    let script =
                        "\"$T\" import placements.csv --execute >/dev/null 2>&1 & sleep \(delay); kill -9 $! || true; wait || true"
                    _ = try await Command.run(
                        ["bash", "-c", script],
                        environment: ["T": Repository.binary],
                        in: folder
                    )
                }
                let report = try await Self.report("placements.csv", "--execute", in: folder)
                let counts = Self.counts(report).compactMap(\.self)
                #expect(counts[0] + counts[2] == 4000 && counts[1] == 0 && counts[3] == 0, "\(counts)")
                #expect(Self.counts(try await Self.report("placements.csv", in: folder)) == [0, 0, 4000, 0])
            }
        }

        @Test("the length of a file costs no memory")
        func memory() async throws {
            try await Self.withFiles(port: 18_443) { folder in
                let counts = [500, Repository.isProof ? 200_000 : 5000]
                var peaks: [Int] = []
                for count in counts {
                    var text = Data("kind,account,balance,first_name\n".utf8)
                    for index in 1...count { text.append(Data("placement,\(index),\(index).00,Ann\n".utf8)) }
                    try text.write(to: folder.appending(path: "\(count).csv"))
                    for mode in ["--plan", "--execute"] {
                        peaks.append(try await Self.peak("\(count).csv", mode, in: folder))
                    }
                }
                print("import of \(counts[0]) and \(counts[1]) rows: at most \(peaks) kB")
                // a plan remembers what it has seen, with some 40 bytes for each row
                #expect(peaks[2] - peaks[0] < 40_000 && peaks[3] - peaks[1] < 40_000 && peaks[0] > 0)
            }
        }

        /// The most memory that an import has, in kB, looked at every few milliseconds.
        private static func peak(_ file: String, _ mode: String, in folder: URL) async throws -> Int {
            let script = """
                "$T" import \(file) \(mode) > report.txt &
                peak=0
                while line=$(grep VmHWM "/proc/$!/status" 2>/dev/null); do peak=$line; sleep 0.1; done
                wait $! && echo "$peak"
                """
            let run = try await Command.run(
                ["bash", "-c", script],
                environment: ["T": Repository.binary],
                in: folder,
                seconds: 900
            )
            #expect(run.status == 0, "\(run.errors)")
            return run.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0
        }

        @Test("a first connector is made by the header of a file, and passes its cases and its lint")
        func new() async throws {
            try await Self.withFiles(port: 18_442) { folder in
                try "Acct No;\"Balance, USD\";2nd\n1;5;x\n".write(
                    to: folder.appending(path: "own.csv"),
                    atomically: true,
                    encoding: .utf8
                )
                for arguments in [["new", "own", "--csv", "own.csv"], ["test", "own"], ["lint", "own"]] {
                    let run = try await Command.run([Repository.binary, "connector"] + arguments, in: folder)
                    #expect(run.status == 0, "\(run.output)\(run.errors)")
                }
                let file = folder.appending(path: "Connectors/own/connector.yaml")
                let text = try String(contentsOf: file, encoding: .utf8)
                for line in [
                    #"delimiter: ";""#, #""Acct No": acct_no"#, #""Balance, USD": balance_usd"#, #""2nd": column_3"#,
                ] {
                    #expect(text.contains(line))
                }
            }
        }

        @Test("what cannot be imported says why, and ends as it should")
        func refusals() async throws {
            try await Self.withFiles(port: 18_440) { folder in
                let usage = [
                    ["nope.csv"], ["placements.csv", "--source", "nope"], ["placements.csv", "--plan", "--execute"],
                ]
                for arguments in usage {
                    #expect(try await Self.run(arguments, in: folder).status == 2, "\(arguments)")
                }
                let wrong = folder.appending(path: "wrong.csv")
                try "kind;account\nplacement;1\n".write(to: wrong, atomically: true, encoding: .utf8)
                let run = try await Self.run("wrong.csv", "--execute", in: folder)
                #expect(run.status == 1)
                #expect(
                    run.output.hasPrefix(
                        "wrong.csv:1:1: the header has no `account`\n 1 | kind;account\n   | ^\n   = is its"
                    )
                )
            }
        }

        /// A folder with a configuration of one source that watches `incoming`, and a file of placements.
        private static func withFiles(port: Int, _ body: (URL) async throws -> Void) async throws {
            try await Repository.withTemporaryFolder { folder in
                let configuration = """
                    server: {listen: "127.0.0.1:\(port)"}
                    connectors: \(Repository.file("Connectors").path)
                    sources: {placements: {connector: system-of-record, folder: incoming, config: {creditor: acme}}}
                    creditors: {acme: {name: Acme Dental, actor: first_party_creditor}}
                    """
                for (name, text) in [("config.yaml", configuration), ("placements.csv", placements)] {
                    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
                }
                let incoming = folder.appending(path: "incoming")
                try FileManager.default.createDirectory(at: incoming, withIntermediateDirectories: true)
                try await body(folder)
            }
        }

        private static func run(_ arguments: String..., in folder: URL) async throws -> Command {
            try await run(arguments, in: folder)
        }

        private static func run(_ arguments: [String], in folder: URL) async throws -> Command {
            try await Command.run([Repository.binary, "import"] + arguments, in: folder, seconds: 60)
        }

        private static func report(_ arguments: String..., in folder: URL) async throws -> [String: Any] {
            let run = try await run(arguments + ["--json"], in: folder)
            return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        }

        private static func counts(_ report: [String: Any]) -> [Int?] {
            ["new", "changed", "unchanged", "rejected"].map { report[$0] as? Int }
        }
    }
}
