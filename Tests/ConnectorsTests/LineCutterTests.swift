import Core
import Testing

@testable import Connectors

@Suite("Lines of a file") struct LineCutterTests {
    /// What a file falls into: `NUMBER TEXT`, or `NUMBER! TEXT @LINE:COLUMN REASON` for a line with a fault.
    static func cut(
        _ bytes: [UInt8],
        delimiter: UInt8? = UInt8(ascii: ","),
        charset: Charset = .utf8,
        by size: Int = .max
    ) -> [String] {
        var cutter = LineCutter(delimiter: delimiter, charset: charset)
        var lines: [String] = []
        var rest = bytes[...]
        repeat {
            let chunk = Array(rest.prefix(size))
            rest = rest.dropFirst(chunk.count)
            cutter.take(chunk)
            if rest.isEmpty { cutter.end() }
            while let line = cutter.next() {
                let text = String(decoding: line.bytes, as: UTF8.self)
                let fault = line.fault.map { " @\($0.place.line):\($0.place.column) \($0.reason)" } ?? ""
                lines.append("\(line.number)\(fault.isEmpty ? "" : "!") \(text.prefix(24))\(fault)")
            }
        } while !rest.isEmpty
        return lines
    }

    private static let follows = "text follows a closing quote"
    private static let unclosed = "a quote is opened here and not closed"

    private static let files: [(text: String, lines: [String])] = [
        ("", []),
        ("a", ["1 a"]),
        ("a\n", ["1 a"]),
        ("a\r\nb\r\n", ["1 a", "2 b"]),
        ("a\rb\n\n c", ["1 a\rb", "2 ", "3  c"]),
        ("\u{FEFF}a,b\n", ["1 a,b"]),
        ("\u{FEFF}\"a\nb\"\nc", ["1 \"a\nb\"", "3 c"]),
        ("\"a,\"\"b\"\"\n\r\nc\",d\ne", ["1 \"a,\"\"b\"\"\n\r\nc\",d", "4 e"]),
        ("\"\"\r\n\"\"\"\"\n\"\",\"\"", ["1 \"\"", "2 \"\"\"\"", "3 \"\",\"\""]),
        ("5\" pipe, \"x\ny", ["1 5\" pipe, \"x", "2 y"]),
        ("\"a\"b,c\nd", ["1! \"a\"b,c @1:4 \(follows)", "2 d"]),
        ("ü,\"a\" \nd", ["1! ü,\"a\"  @1:6 \(follows)", "2 d"]),
        ("a,\"b\nc\nd", ["1! a,\"b @1:3 \(unclosed)", "2 c", "3 d"]),
        ("a,\"b\nc,\"d\"\n", ["1! a,\"b @1:3 \(follows)", "2 c,\"d\""]),
        ("a\n\"", ["1 a", "2! \" @2:1 \(unclosed)"]),
        ("\"\"\"", ["1! \"\"\" @1:1 \(unclosed)"]),
        ("\"a\"\r", ["1 \"a\""]),
        ("\"a\"\rb", ["1! \"a\"\rb @1:4 \(follows)"]),
        ("\"a\nb\",\"c\nd", ["1! \"a @2:4 \(unclosed)", "2! b\",\"c @2:4 \(unclosed)", "3 d"]),
    ]

    @Test("are cut at breaks that no quote holds together", arguments: files)
    func lines(text: String, lines: [String]) {
        #expect(Self.cut(Array(text.utf8)) == lines)
    }

    @Test("are the same however the bytes come", arguments: files)
    func chunks(text: String, lines: [String]) {
        for size in 1...5 { #expect(Self.cut(Array(text.utf8), by: size) == lines, "in chunks of \(size)") }
    }

    @Test("of fixed width know no quotes")
    func fixed() {
        #expect(Self.cut(Array("\"a\nb\"c\r\n".utf8), delimiter: nil) == ["1 \"a", "2 b\"c"])
    }

    @Test("columns of a legacy encoding are its bytes")
    func legacy() {
        let bytes = [0xFC] + Array(",\"a\"b".utf8)
        #expect(Self.cut(bytes, charset: .windows1252).first?.contains("@1:6") == true)
    }

    @Test("that are too long are lost, and no others", arguments: [UInt8(ascii: ","), nil])
    func tooLong(delimiter: UInt8?) {
        let limit = LineCutter.sizeLimit
        for length in [limit - 1, limit, limit + 1, limit * 3] {
            let long = String(repeating: "x", count: length)
            for size in [1000, 64 * 1024, .max] {
                let lines = Self.cut(Array("a\n\(long)\nb\n\(long)".utf8), delimiter: delimiter, by: size)
                #expect(
                    lines.map { $0.prefix { $0 != " " } }
                        == (length < limit
                            ? ["1", "2", "3", "4"] : length == limit ? ["1", "2!", "3", "4"] : ["1", "2!", "3", "4!"])
                )
                #expect(lines[2] == "3 b")
            }
        }
    }

    @Test("one quote swallows no file")
    func runaway() {
        let rows = (2...20_000).map { "\($0),x\n" }.joined()
        let lines = Self.cut(Array("1,\"x\n\(rows)".utf8), by: 4096)
        #expect(lines.count == 20_000)
        #expect(lines[0] == "1! 1,\"x @1:3 \(Self.unclosed)")
        #expect(lines[19_999] == "20000 20000,x")
    }

    @Test("nothing that may come traps, and every byte belongs to a line")
    func hostile() {
        var random = Seeded(state: 4_180)
        let alphabet = Array("\"\"\",,\n\n\r\u{00}ax ".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0xC3]
        for _ in 0..<500 {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let whole = Self.cut(bytes)
            let isSame = Self.cut(bytes, by: 1) == whole
            #expect(isSame, "\(bytes)")
            #expect(whole.count <= bytes.count { $0 == 0x0A } + 1)
        }
    }
}
