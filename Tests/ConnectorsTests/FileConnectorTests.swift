import Core
import Testing

@testable import Connectors

@Suite("Connectors that read files") struct FileConnectorTests {
    private static func connector(_ receive: String, _ rest: String = "") -> String {
        "connector: test\nversion: 1\nreceive:\n"
            + receive.split(separator: "\n").map { "  \($0)\n" }.joined() + "normalize: {rules: []}\n\(rest)"
    }

    @Test(
        "what is wrong with how files are written is told where it stands",
        arguments: [
            (
                "decode: csv\ndelimiter: '::'",
                "5:15 bad-value: `delimiter` cannot be `::` (one of: `,`, `;`, `|`, `tab`)"
            ),
            (
                "decode: csv\nencoding: utf-7",
                "5:13 bad-value: `encoding` cannot be `utf-7` (one of: utf-8, windows-1252, iso-8859-1, iso-8859-15, cp850)"
            ),
            ("decode: csv\ncolumns: []", "5:12 bad-value: `columns` must be 1 to 1000 columns"),
            ("decode: csv\ncolumns: {A: x, B: x}", "5:22 bad-value: `x` cannot be the name of a column here"),
            (
                "decode: csv\ncolumns: [account]\nrequired: [acount]",
                "6:14 unknown-column: there is no column `acount` (did you mean `account`?)"
            ),
            (
                "decode: csv\ncolumns: [account]\nrecord: item.acount",
                "6:16 cel-unknown-field: unknown field `acount` (did you mean `account`?)"
            ),
            ("decode: csv\nsplit: json.x", "5:3 bad-value: rows are the items: there is no `split`"),
            ("decode: fixed", "4:3 missing-key: `columns` is missing (add `columns: …`)"),
            (
                "decode: fixed\ncolumns: [{name: a, from: 0, width: 1}]",
                "5:29 bad-value: `from` must be from 1 to 65536"
            ),
            ("decode: json\ncolumns: [a]", "5:3 unknown-key: unknown key `columns` (did you mean `cursor`?)"),
        ]
    )
    func diagnostics(receive: String, problem: String) {
        let verify = receive.hasPrefix("decode: json") ? "verify: {none: {because: test}}\n" : ""
        let found = problems(Self.connector(receive, verify)).filter { !$0.contains("missing-dedupe-key") }
        let isSame = { (left: String, right: String) in
            left == right || left.prefix { $0 != "(" } == right.prefix { $0 != "(" }
        }
        #expect(found.count == 1 && found.contains { isSame($0, problem) }, "\(found)")
    }

    @Test("one without `verify` takes files alone")
    func filesAlone() throws {
        let connector = try ConnectorsTests.connector(verify: "", receive: "decode: csv")
        #expect(connector.readsFiles && connector.methods.isEmpty)
        let source = source(connector)
        #expect(reason(request("a\n1"), source) == "no_applicable_scheme")
        // nothing that comes over HTTP is believed for its method
        #expect(reason(request("a\n1", method: "FILE"), source) == "no_applicable_scheme")
    }

    @Test("one with `verify` takes posted files too, all rows or none")
    func posted() throws {
        let connector = try ConnectorsTests.connector(
            receive: "decode: csv\nrecord: item.a",
            normalize: "rules:\n  - {type: account.updated, event: {changes: \"${item}\"}}"
        )
        let source = source(connector)
        #expect(connector.methods == ["POST"])
        #expect(connector.reads(contentType: "text/csv") && !connector.reads(contentType: "application/json"))
        let events = try events(request("a,b\n1,2\n3,4\n"), source)
        #expect(events.map { $0.data["changes"] } == [["a": "1", "b": "2"], ["a": "3", "b": "4"]])
        // what came before is not known here: the same row again is the same, another about the record is another
        let again = try ConnectorsTests.events(request("b,a\n2,1\n9,1\n"), source)
        #expect(again[0].id == events[0].id && again[1].id != events[0].id)
        #expect(throws: ReadFailure.self) { try ConnectorsTests.events(request("a,b\n1,2\n3\n"), source) }
        #expect(throws: ReadFailure.self) { try ConnectorsTests.events(request(""), source) }
    }

    @Test("a case gives a file, and tells its rejects")
    func cases() throws {
        let connector = try ConnectorsTests.connector(
            verify: "",
            receive: "decode: csv\nrequired: [a]\nrecord: item.a",
            normalize: "rules:\n  - {type: account.updated, event: {changes: \"${item}\"}}"
        )
        let text = """
            - name: rows
              file: {name: f.csv, text: "a,b\\n1,2\\n,3\\n"}
              now: 1760000000
              verified: true
              events: [{type: account.updated, dedupe_id: "1:0001"}]
              rejected: [{line: 3, column: 1, field: a}]
            - name: untold
              file: {name: f.csv, text: "a,b\\n,3\\n"}
              now: 1760000000
            - name: header
              file: {name: f.csv, text_base64: "b3RoZXI="}
              now: 1760000000
            """
        let cases = try ConnectorCase.readAll(text, name: "tests.yaml")
        let found = cases.map { $0.differences(of: connector, among: cases).map(\.text) }
        #expect(
            found == [
                [], ["line 2 is rejected: `a` is empty"],
                ["it cannot be read: line 1, column 1: the header has no `a`"],
            ]
        )
    }
}
