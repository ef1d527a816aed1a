import Core
import Testing

@testable import Connectors

/// Requests in the ways people keep them.
@Suite("Requests for connector try") struct TrialInputTests {
    private static let body = "{\"id\":1,\r\n\"text\":\"ünïcode and more than sixty-four bytes in one line of it\"}"

    private func read(_ text: String, base: String? = nil) throws -> TrialInput {
        try TrialInput(file: Array(text.utf8), base: base, now: noon)
    }

    @Test("as text, with a whole URL or behind a base", arguments: ["\n", "\r\n"])
    func text(end: String) throws {
        let head = ["POST /hooks/x?a=b HTTP/1.1", "Host: gw.example.com", "X-Signature:  v1=ab ", "x-signature: v1=cd"]
        let input = try read((head + ["", "a\nb"]).joined(separator: end))
        #expect(input.webhook.method == "POST")
        #expect(input.webhook.url == "https://gw.example.com/hooks/x?a=b")
        #expect(input.webhook.headers.map(\.name) == ["host", "x-signature", "x-signature"])
        #expect(input.webhook.headers.map(\.value) == ["gw.example.com", "v1=ab", "v1=cd"])
        #expect(input.webhook.body == Array("a\nb".utf8))
        #expect(try read("GET /x", base: "https://gw.example.com/in").webhook.url == "https://gw.example.com/in/x")
        #expect(try read("PUT https://a.example/x?y\n\n").webhook.url == "https://a.example/x?y")
        #expect(try read("GET /x\nHost: 127.0.0.1:80\n").webhook.url == "http://127.0.0.1:80/x")
    }

    @Test("the line break of an editor is cut off where the length says so")
    func length() throws {
        #expect(try read("POST /x\nContent-Length: 2\n\nab\n").webhook.body == Array("ab".utf8))
        #expect(try read("POST /x\nContent-Length: 2\n\nabc\n").webhook.body == Array("abc\n".utf8))
        #expect(try read("POST /x\n\nab\n").webhook.body == Array("ab\n".utf8))
    }

    @Test("as curl --trace wrote it: every byte")
    func trace() throws {
        #expect(try read(Self.dump(columns: 16, hex: true)).webhook.body == Array(Self.body.utf8))
    }

    @Test("as curl --trace-ascii wrote it: what can be printed, and line breaks")
    func traceASCII() throws {
        let input = try read(Self.dump(columns: 64, hex: false))
        #expect(input.webhook.url == "http://127.0.0.1:8080/hooks/x")
        #expect(input.webhook.headers.map(\.value) == ["127.0.0.1:8080", "application/json"])
        let printed = Self.body.utf8.map { $0 < 0x80 ? $0 : UInt8(ascii: ".") }
        #expect(input.webhook.body == printed)
    }

    /// What curl 7.88 writes of a request and of the answer to it.
    private static func dump(columns: Int, hex: Bool) -> String {
        let head = "POST /hooks/x HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\n\r\n"
        let blocks = [("=> Send header", head), ("=> Send data", body), ("<= Recv header", "HTTP/1.1 200 OK\r\n")]
        let lines = blocks.flatMap { title, text in
            let bytes = Array(text.utf8)
            return ["== Info: something", "\(title), \(bytes.count) bytes (0x\(String(bytes.count, radix: 16)))"]
                + (hex ? hexLines(bytes, columns) : textLines(bytes, columns))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func hexLines(_ bytes: [UInt8], _ columns: Int) -> [String] {
        stride(from: 0, to: bytes.count, by: columns).map { start in
            let row = bytes[start..<min(start + columns, bytes.count)]
            let cells = row.map { Hex.encode([$0]) + " " }.joined()
            let padding = String(repeating: "   ", count: columns - row.count)
            return "\(offset(start)): \(cells)\(padding)\(printed(Array(row)))"
        }
    }

    /// A line ends at its width, or at CR LF, which it does not show.
    private static func textLines(_ bytes: [UInt8], _ columns: Int) -> [String] {
        var lines: [String] = []
        var start = 0
        while start < bytes.count {
            let row = bytes[start..<min(start + columns, bytes.count)]
            let breaks = zip(row.indices, row.indices.dropFirst()).first { bytes[$0] == 0x0D && bytes[$1] == 0x0A }
            let end = breaks?.0 ?? row.endIndex
            lines.append("\(offset(start)): \(printed(Array(bytes[start..<end])))")
            start = breaks == nil ? end : end + 2
        }
        return lines
    }

    private static func offset(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func printed(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }

    @Test("as JSON: a line of a batch, or its request alone")
    func json() throws {
        let line = try read(
            #"""
            {"request": {"url": "https://a.example/x", "headers": {"X-A": ["1", "2"], "X-B": "3"}, "body_base64": "AAE="},
             "secrets": {"k": ["new", "old"], "j": "one"}, "config": {"a": 1}, "now": 5, "skip_verify": true,
             "certs": {"https://a.example/c.pem": "PEM"}}
            """#
        )
        #expect(line.webhook.method == "POST")
        #expect(line.webhook.headers.map(\.value) == ["1", "2", "3"])
        #expect(line.webhook.body == [0, 1])
        #expect(line.secrets["k"] == [Secret("new"), Secret("old")])
        #expect(line.secrets["j"] == [Secret("one")])
        #expect(line.now == Timestamp(seconds: 5) && line.webhook.received == line.now)
        #expect(line.skipsVerification && line.certificates == ["https://a.example/c.pem": "PEM"])
        let alone = try read(#" {"method": "GET", "url": "https://a.example/x", "body": null}"#)
        #expect(alone.webhook.method == "GET" && alone.webhook.body.isEmpty && alone.now == noon)
    }

    @Test(
        "what cannot be read says which part, never its value",
        arguments: [
            ("", "the first line must be METHOD URL"),
            ("POST", "the first line must be METHOD URL"),
            ("POST /x HTTP/1.1 more", "the first line must be METHOD URL"),
            ("POST /x\nsecret", "line 2 must be NAME: VALUE, or empty before the body"),
            ("{", "not JSON: expected a name at byte 1"),
            (#"{"request": 1}"#, "`request` must be an object"),
            (#"{"request": {}}"#, "`request.url` is missing"),
            (#"{"url": "x", "headers": {"a": 1}}"#, "`request.headers.a` must be a text"),
            (#"{"url": "x", "body_base64": "%"}"#, "`request.body_base64` is no Base64"),
            (#"{"request": {"url": "x"}, "secrets": {"k": [1]}}"#, "`secrets.k` must be a text"),
            (#"{"request": {"url": "x"}, "now": "noon"}"#, "`now` must be seconds since 1970"),
            (#"{"request": {"url": "x"}, "skip_verify": 1}"#, "`skip_verify` must be true or false"),
        ]
    )
    func failures(text: String, message: String) {
        #expect(throws: TrialInput.Failure(message: message)) { try read(text) }
    }
}
