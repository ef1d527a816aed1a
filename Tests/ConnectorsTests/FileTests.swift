import Core
import Testing

@testable import Connectors

@Suite("Files") struct FileTests {
    /// A connector that reads files; every row is an event with all it says.
    static func source(_ receive: String, normalize: String = plain, config: String = "") throws -> Source {
        try ConnectorsTests.source(
            connector(config: config, verify: "", receive: receive, normalize: normalize)
        )
    }

    private static let plain = "rules:\n  - {type: account.updated, event: {changes: \"${item}\"}}"

    /// What a file comes to: the changes of each row, or `LINE:COLUMN FIELD REASON` of each that is not taken.
    static func read(_ file: [UInt8], _ source: Source, by size: Int = 7) throws -> [JSON] {
        var reader = try #require(FileReader(source: source, name: "f.csv", received: noon))
        var found: [JSON] = []
        var rest = file[...]
        repeat {
            let chunk = Array(rest.prefix(size))
            rest = rest.dropFirst(chunk.count)
            reader.take(chunk)
            if rest.isEmpty { reader.end() }
            while let entry = try reader.next() { found.append(try told(entry, reader.table)) }
        } while !rest.isEmpty
        return found
    }

    private static func told(_ entry: FileEntry, _ table: FileTable?) throws -> JSON {
        let table = try #require(table)
        do {
            switch entry {
            case .rejected(let reject): throw reject
            case .row(let row): return .array(try table.events(of: row).map { $0.data["changes"] ?? .object($0.data) })
            }
        } catch let reject as FileReject {
            let place = "\(reject.place.line):\(reject.place.column)"
            return .string("\(place) \(reject.field ?? "-") \(reject.reason)")
        }
    }

    private static func read(_ text: String, _ receive: String) throws -> [JSON] {
        try read(Array(text.utf8), source(receive))
    }

    /// Why a file cannot be read at all.
    private static func failure(_ file: [UInt8], _ receive: String) throws -> String {
        let source = try source(receive)
        let failure = #expect(throws: FileFailure.self) { try read(file, source) }
        return failure?.description ?? ""
    }

    @Test("rows are items by the names of the header")
    func names() throws {
        let rows = try Self.read(
            "\u{FEFF} a ,\"b, c\",\r\n1,\" x\ty \", z\r\n\r\n\"2\n3\",\"\"\"q\"\"\",",
            "decode: csv"
        )
        #expect(rows == [[["a": "1", "b, c": "x\ty"]], [["a": "2\n3", "b, c": "\"q\""]]])
    }

    @Test("columns have other names, and those that the file lacks are empty")
    func columns() throws {
        let receive = "decode: csv\ncolumns: {Acct No: account, Bal: balance, Note: note}"
        #expect(try Self.read("Bal,x,Acct No\n5,9,7\n", receive) == [[["account": "7", "balance": "5", "note": ""]]])
        #expect(try Self.read("a,b\n1,2\n", "decode: csv\ncolumns: [b, a]") == [[["b": "2", "a": "1"]]])
    }

    @Test(
        "fields stand between other delimiters",
        arguments: [("';'", ";"), ("\"\\t\"", "\t"), ("tab", "\t"), ("'|'", "|"), ("','", ",")]
    )
    func delimiters(spelled: String, byte: String) throws {
        let rows = try Self.read("a\(byte)b\n\"1\(byte)1\"\(byte)2\n", "decode: csv\ndelimiter: \(spelled)")
        #expect(rows == [[["a": .string("1\(byte)1"), "b": "2"]]])
    }

    @Test("texts are in the encoding of the file, or are none")
    func encodings() throws {
        let legacy = try Self.source("decode: csv\nencoding: windows-1252")
        let bytes = Array("a,b\n".utf8) + [0xFC, 0x2C, 0x80, 0x0A, 0x78, 0x2C, 0x81]
        #expect(try Self.read(bytes, legacy) == [[["a": "ü", "b": "€"]], .string("3:3 b \(String.noText)")])
        let modern = try Self.source("decode: csv")
        let broken = Array("a,b\nü,".utf8) + [0xFC] + Array("\nx,".utf8) + [0x00]
        #expect(
            try Self.read(broken, modern) == [.string("2:3 b \(String.noText)"), .string("3:3 b \(String.noText)")]
        )
    }

    @Test("fields of fixed width are characters, and what a line lacks is empty")
    func fixed() throws {
        let receive = """
            decode: fixed
            columns: [{name: kind, from: 1, width: 1}, {name: name, from: 4, width: 5}, {name: tail, from: 9, width: 3}]
            required: [name]
            skip: [H]
            """
        let rows = try Self.read("HEADER\nP..Zoë  xyz\r\nP..Zoë\n   \nPüüAnn", receive)
        #expect(
            rows == [
                [["kind": "P", "name": "Zoë", "tail": "xyz"]], [["kind": "P", "name": "Zoë", "tail": ""]],
                [["kind": "P", "name": "Ann", "tail": ""]],
            ]
        )
        #expect(try Self.read("P", receive) == ["1:4 name `name` is empty"])
    }

    @Test("lines that begin as they should not are no rows, before the header too")
    func skip() throws {
        #expect(
            try Self.read("#made today\na\n1\n#note\n2\nTRAILER 2\n", "decode: csv\nskip: ['#', TRAILER]") == [
                [["a": "1"]], [["a": "2"]],
            ]
        )
    }

    private static let noAccount = "the header has no `account`"
    private static let account = "columns: [account]\nrequired: [account]"

    @Test(
        "a header that will not do says where and why",
        arguments: [
            ("", "decode: csv", "line 1, column 1: there is no header"),
            ("\n\n", "decode: csv", "line 1, column 1: there is no header"),
            (",\n1,2", "decode: csv", "line 1, column 1: the header names no column"),
            ("a,b, a\n", "decode: csv", "line 1, column 5: `a` is there twice"),
            ("\"a\n1", "decode: csv", "line 1, column 1: a quote is opened here and not closed"),
            ("acount\n1", "decode: csv\nrequired: [account]", "line 1, column 1: \(noAccount); it has `acount`"),
            ("ACCOUNT\n", "decode: csv\n\(account)", "line 1, column 1: \(noAccount); it has `ACCOUNT`"),
            (
                "x;account\n", "decode: csv\n\(account)",
                "line 1, column 1: \(noAccount); is its delimiter `;`? say so in the connector: `delimiter`"
            ),
            (
                "x,y\n", "decode: csv\ncolumns: [account]",
                "line 1, column 1: the header has none of the connector's columns"
            ),
        ]
    )
    func headers(text: String, receive: String, reason: String) throws {
        #expect(try Self.failure(Array(text.utf8), receive) == reason)
    }

    @Test("a file in UTF-16, and one with a thousand columns and one more, are refused")
    func otherHeaders() throws {
        #expect(try Self.failure([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], "decode: csv").contains(String.noText))
        let many = (0...1000).map(String.init).joined(separator: ",")
        #expect(try Self.failure(Array(many.utf8), "decode: csv").contains("more than 1000 columns"))
        #expect(try Self.read(String(many.dropLast(5)) + "\n1\n", "decode: csv").count == 1)
    }

    @Test("a row with too few or too many fields is told where it ends, or goes too far")
    func counts() throws {
        let rows = try Self.read("a,b\n1\n1,2,3\n\"x\ny\"\n1,2\n", "decode: csv")
        #expect(
            rows == [
                "2:2 - the row has 1 field, and the header 2", "3:5 - the row has 3 fields, and the header 2",
                "5:3 - the row has 1 field, and the header 2", [["a": "1", "b": "2"]],
            ]
        )
    }
}
