import Core
import Testing

@testable import Connectors

@Suite("Rows of a file") struct FileRowTests {
    private static let receive = "decode: csv\nrecord: '\"acct:\" + item.account'"
    private static let normalize = """
        let:
          balance: minor(item.balance, "USD")
          owed: balance + 1
          math: math.abs(owed)
        event: {account: "${config.creditor + \\":\\" + item.account}"}
        identifiers:
          - {kind: email, value: "${item.mail}"}
        rules:
          - {when: item.kind == "skip", ignore: true}
          - {when: item.kind == "late", type: account.updated, event: {occurred_at: "${item.account}"}}
          - {when: item.kind == "deep", type: account.updated, event: {changes: "${{'owed': math}}"}}
          - {when: item.kind == "wide", type: account.updated, event: {changes: "${int(item.kind) + int(item.mail)}"}}
          - {when: item.kind == "placed", type: account.placed, event: {balance: "${balance}"}}
        """

    private static func source() throws -> Source {
        try ConnectorsTests.source(
            connector(config: "creditor: acme", verify: "", receive: receive, normalize: normalize)
        )
    }

    private static func rows(_ rows: String..., of source: Source) throws -> (table: FileTable, rows: [FileRow]) {
        var reader = try #require(FileReader(source: source, name: "a b.csv", received: noon))
        reader.take(Array("kind,account,mail,balance\n\(rows.joined(separator: "\n"))".utf8))
        reader.end()
        var found: [FileRow] = []
        while let entry = try reader.next() {
            if case .row(let row) = entry { found.append(row) }
        }
        return (try #require(reader.table), found)
    }

    /// `LINE:COLUMN FIELD REASON` of a row that is not taken.
    private static func reject(_ row: String) throws -> String {
        let (table, rows) = try rows(row, of: source())
        let reject = #expect(throws: FileReject.self) { try table.events(of: rows[0]) }
        return reject.map { "\($0.place.line):\($0.place.column) \($0.field ?? "-") \($0.reason)" } ?? ""
    }

    @Test(
        "a row that cannot be read is told at the field that the failing expression is about",
        arguments: [
            ("placed,1,a@b.c,12.345", "2:16 balance `balance`: ", "not an amount in that currency (test.yaml:"),
            ("deep,1,a@b.c,x", "2:14 balance `balance`: ", "not an amount in that currency (test.yaml:"),
            ("late,1,,5", "2:6 account `account`: ", "`occurred_at` must be a time"),
            ("wide,1,7,5", "2:1 kind `kind`: ", "(test.yaml:"),
            ("other,1,,5", "2:1 kind ", "no rule takes this row"),
        ]
    )
    func blame(row: String, place: String, reason: String) throws {
        let told = try Self.reject(row)
        #expect(told.hasPrefix(place) && told.contains(reason), "\(told)")
    }

    @Test("a row that a rule ignores is taken and says nothing")
    func ignored() throws {
        let (table, rows) = try Self.rows("skip,1,,", of: Self.source())
        #expect(try table.events(of: rows[0]).isEmpty)
    }

    @Test("a record has one name, its rows have digests and keys of their versions")
    func records() throws {
        let source = try Self.source()
        let (_, rows) = try Self.rows("placed,1,,5.00", "placed,1,,6.00", "placed, 1 ,,5.00", of: source)
        #expect(rows.map(\.record) == ["acct:1", "acct:1", "acct:1"])
        #expect(rows[0].item.digest != rows[1].item.digest && rows[0].item.digest == rows[2].item.digest)
        #expect(rows.map(\.number) == [2, 3, 4])
        #expect(rows[0].item.key == "acct:1:0001")
        #expect([9, 10, 99_999].map(rows[0].key) == ["acct:1:0009", "acct:1:0010", "acct:1:99999"])
        let plain = try ConnectorsTests.source(connector(verify: "", receive: "decode: csv"))
        let (_, known) = try Self.rows("a,1,,", of: plain)
        #expect(known[0].record == nil && known[0].item.key == known[0].item.digest)
        #expect(known[0].key(version: 7) == known[0].item.digest)
    }

    @Test("what a row says is the same whatever the order of its columns")
    func order() throws {
        let digests = try ["a,b\n1,2", "b,a\n2,1", "\"b\",a\r\n2, 1 \r\n"].map { text in
            let source = try ConnectorsTests.source(connector(verify: "", receive: "decode: csv"))
            var reader = try #require(FileReader(source: source, name: "f", received: noon))
            reader.take(Array(text.utf8))
            reader.end()
            guard case .row(let row)? = try reader.next() else { return "" }
            return row.item.digest
        }
        #expect(Set(digests).count == 1 && digests[0].utf8.count == 64)
    }

    @Test("a piece of a file is read again by itself, and its items are those of the file")
    func pieces() throws {
        let source = try Self.source()
        let (table, rows) = try Self.rows("placed,1,,5.00", "placed,2,\"a\nb\",6.00", "placed,3,,7.00", of: source)
        let piece = table.piece(of: Array(rows[1...]), name: "a b.csv", received: noon)
        #expect(piece.method == "FILE" && piece.url == "file:a+b.csv?line=3" && piece.isFile)
        #expect(
            String(decoding: piece.body, as: UTF8.self)
                == "kind,account,mail,balance\nplaced,2,\"a\nb\",6.00\nplaced,3,,7.00"
        )
        let items = try source.read(source.trusted(piece))
        #expect(items.map(\.value) == rows[1...].map(\.item.value))
        #expect(items.map(\.index) == [0, 1])
        let item = items[1].keyed(by: "acct:3:0005")
        let events = try source.events(from: item, of: source.trusted(piece), recorded: noon)
        #expect(events.map(\.id) == ["acct:3:0005"] && events[0].data["balance"] == 700)
        let alone = source.excerpt(of: piece, row: 1)
        #expect(String(decoding: alone.body, as: UTF8.self) == "kind,account,mail,balance\nplaced,3,,7.00")
        #expect(source.excerpt(of: piece, row: 2).body == piece.body)
    }

    @Test("a piece with a row that cannot be read any more is told by line and column")
    func brokenPieces() throws {
        let source = try Self.source()
        let webhook = request("kind,account\nx", method: "FILE", url: "file:x?line=7")
        let failure = #expect(throws: ReadFailure.self) { try source.read(source.trusted(webhook)) }
        #expect(failure?.reason == "line 2, column 2: the row has 1 field, and the header 2")
        let other = try ConnectorsTests.source(connector(receive: "decode: json"))
        let refusal = #expect(throws: ReadFailure.self) { try other.read(other.trusted(webhook)) }
        #expect(refusal?.reason == "the connector reads no files")
    }

    @Test("the journal holds no card number, and no row that is known by one")
    func redaction() throws {
        let source = try Self.source()
        let card = "4111 1111 1111 1111"
        let (table, rows) = try Self.rows("placed,1,\(card),5.00", "placed,4111111111111111,,5.00", of: source)
        #expect(try table.events(of: rows[0]).first?.data["balance"] == 500)
        let reject = #expect(throws: FileReject.self) { try table.events(of: rows[1]) }
        #expect(reject?.reason == "what tells whom it is about looks like a card or social security number")
        let line = String(decoding: table.rejectLine(try #require(reject)), as: UTF8.self)
        #expect(line.hasPrefix("placed,9999999999999999,,5.00,3,1,what tells"), "\(line)")
    }

    @Test("a file of rejects has the columns of the file and what is wrong, and can be read again")
    func rejects() throws {
        let source = try Self.source()
        let (table, _) = try Self.rows("x,1,,", of: source)
        let texts = ["x,\"1,2\",\"q\"\"\",z", "x,1", "\"x,1,,", "x,1,2,3,4"]
        let lines = try texts.map { text in
            var cutter = LineCutter(delimiter: 0x2C, charset: .utf8)
            cutter.take(Array(text.utf8))
            cutter.end()
            let next = cutter.next()
            let line = try #require(next)
            return String(decoding: table.rejectLine(FileReject("no, \"never\"", line)), as: UTF8.self)
        }
        #expect(String(decoding: table.rejectHeader, as: UTF8.self) == "kind,account,mail,balance,line,column,reason\n")
        let told = "1,1,\"no, \"\"never\"\"\"\n"
        #expect(
            lines == [
                "x,\"1,2\",\"q\"\"\",z,\(told)", "\"x,1\",,,,\(told)", "\"\"\"x,1,,\",,,,\(told)",
                "\"x,1,2,3,4\",,,,\(told)",
            ]
        )
    }
}
