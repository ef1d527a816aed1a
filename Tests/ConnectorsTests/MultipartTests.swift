import Core
import Testing

@testable import Connectors

/// Forms with files (RFC 7578), and bodies that only look like some.
@Suite("Multipart forms") struct MultipartTests {
    private static let mediaType = "multipart/form-data; boundary=xY"

    private func read(_ body: String, type: String = MultipartTests.mediaType) throws -> MultipartForm {
        try MultipartForm(Array(body.utf8), contentType: type)
    }

    private func refusal(of body: [UInt8], type: String = MultipartTests.mediaType) -> String? {
        do throws(ReadFailure) {
            _ = try MultipartForm(body, contentType: type)
            return nil
        } catch {
            return error.reason
        }
    }

    /// A part with these lines of headers.
    private static func part(_ headers: String, _ body: String) -> String {
        "--xY\r\n\(headers)\r\n\r\n\(body)\r\n"
    }

    private static func field(_ name: String, _ value: String) -> String {
        part("Content-Disposition: form-data; name=\"\(name)\"", value)
    }

    @Test("fields are text, files keep their bytes")
    func form() throws {
        let file = Self.part(
            "Content-Disposition: form-data; name=\"f\"; filename=\"a \\\"b\\\".txt\"\r\nContent-Type: text/plain",
            "1\r\n2\n\u{0}"
        )
        let fields = Self.field("a", "1\r\n--x") + Self.field("a", "") + Self.field("b", "é")
        let form = try read("preamble\r\n\(fields)\(file)--xY--\r\nend")
        #expect(form.text().map { "\($0.name)=\($0.value)" } == ["a=1\r\n--x", "a=", "b=é"])
        #expect(form.files.map { "\($0.name) \($0.fileName) \($0.contentType)" } == [#"f a "b".txt text/plain"#])
        #expect(form.files.first?.body == Array("1\r\n2\n\u{0}".utf8))
        #expect(try read("--xY--").fields.isEmpty)
    }

    @Test(
        "boundaries as they may be written",
        arguments: [
            ("multipart/form-data; boundary=\"x Y\"", "x Y"), ("Multipart/Form-Data;charset=utf-8;BOUNDARY=xY;", "xY"),
            ("multipart/form-data; boundary=----WebKitFormBoundary7MA4", "----WebKitFormBoundary7MA4"),
        ]
    )
    func boundaries(type: String, boundary: String) throws {
        let body = "--\(boundary)  \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--\(boundary)-- \t"
        #expect(try read(body, type: type).text().map { "\($0.name)=\($0.value)" } == ["a=1"])
    }

    @Test("a field is read in its charset: named for it, in its part, for the form, else UTF-8")
    func charsets() throws {
        let named = { (name: String) in "Content-Disposition: form-data; name=\(name)" }
        let parts: [(headers: String, bytes: [UInt8])] = [
            (named("a"), [0xE9, 0x80]),
            (named("b") + "\r\nContent-Type: text/plain;charset=CP1252", [0xE9, 0x80, 0x81]),
            (named("c"), [0xA2, 0xF0]), (named("d"), [0xC3, 0xA9, 0xFF]),
        ]
        var form = Array(Self.field("_charset_", "iso-8859-1").utf8)
        for part in parts { form += Array("--xY\r\n\(part.headers)\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8) }
        form += Array("--xY--".utf8)
        let text = try MultipartForm(form, contentType: Self.mediaType).text(charsets: ["c": "cp850", "d": "utf-8"])
        #expect(text.map(\.value) == ["iso-8859-1", "é\u{80}", "é€\u{FFFD}", "ó\u{AD}", "é\u{FFFD}"])
    }

    @Test(
        "charsets by their names",
        arguments: [
            ("UTF-8", "é"), ("us-ascii", "é"), ("ISO-8859-1", "Ã©"), ("iso-8859-15", "Ã©"), ("windows-1252", "Ã©"),
            ("ibm850", "├®"), ("x-unknown", "é"), ("", "é"),
        ]
    )
    func charset(name: String, text: String) {
        #expect(Charset.text(of: [0xC3, 0xA9], named: name) == text)
    }

    @Test("no byte of any charset is beyond its table")
    func tables() {
        for name in ["iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "utf-8"] {
            #expect(Charset.text(of: (0...255).map { UInt8($0) }, named: name).unicodeScalars.count == 256, "\(name)")
        }
    }

    private static let good = field("a", "1")
    private static let disposition = "Content-Disposition: form-data; name=\"a\""

    /// A form of one field, which ends in `end`.
    private static func ended(_ end: String) -> String { "\(good)\(end)" }

    private static let ambiguousBoundaries: [(body: String, reason: String)] = [
        ("", "its first boundary is missing"),
        ("--xZ--", "its first boundary is missing"),
        ("a--xY--", "its first boundary is missing"),
        (good, "its last boundary is missing"),
        (ended("--xY"), "a line with a boundary"),
        (ended("--xY-"), "a line with a boundary"),
        (ended("--xY--x"), "a line with a boundary"),
        (ended("--xYx\r\n"), "a line with a boundary"),
        ("--xY\n\(disposition)\n\n1\n--xY--\n", "a line with a boundary"),
        (field("a", "1\n--xY\r\n"), "a line with a boundary"),
        (field("a", "1\r\n--xYZ"), "a line with a boundary"),
    ]

    @Test("a boundary that two readers could see in two places is refused", arguments: ambiguousBoundaries)
    func boundaryForTwo(body: String, reason: String) {
        let refusal = refusal(of: Array(body.utf8))
        #expect(refusal?.contains(reason) == true, "\(refusal ?? "taken")")
    }

    private static let ambiguousHeaders: [(headers: String, reason: String)] = [
        ("Content-Type: text/plain", "a part has no name"),
        ("Content-Disposition: attachment; name=a", "a part has no name"),
        ("Content-Disposition: form-data", "a part has no name"),
        ("Content-Disposition: form-data; name=a; name=b", "a part has no name"),
        ("Content-Disposition: form-data; name=\"a", "a part has no name"),
        ("Content-Disposition: form-data name=a", "a part has no name"),
        ("\(disposition)\r\n\(disposition)", "the headers of a part are malformed"),
        ("\(disposition)\r\nContent-Type: a/b\r\ncontent-type: c/d", "the headers of a part are malformed"),
        ("\(disposition)\r\nX: a\rContent-Type: b", "the headers of a part are malformed"),
        ("\(disposition)\r\nX: a\nContent-Type: b", "the headers of a part are malformed"),
        ("\(disposition)\r\n folded: b", "the headers of a part are malformed"),
        ("\(disposition)\r\nX : b", "the headers of a part are malformed"),
        ("\(disposition)\r\nX", "the headers of a part are malformed"),
        ("\(disposition)\r\n: b", "the headers of a part are malformed"),
        ("\(disposition)\r\nX: \u{0}", "the headers of a part are malformed"),
        ("\(disposition)\r\nContent-Transfer-Encoding: base64", "encoded as if for mail"),
        ("\(disposition)\r\nX: \(String(repeating: "x", count: 9000))", "too long"),
    ]

    @Test("headers that two readers could read in two ways are refused", arguments: ambiguousHeaders)
    func headersForTwo(headers: String, reason: String) {
        let refusal = refusal(of: Array("\(Self.part(headers, "1"))--xY--".utf8))
        #expect(refusal?.contains(reason) == true, "\(refusal ?? "taken")")
    }

    @Test("a part without an end of its headers is refused", arguments: ["", "\r\n1\r\n", "\(disposition)\r\n"])
    func unendedHeaders(part: String) {
        #expect(refusal(of: Array("--xY\r\n\(part)--xY--".utf8)) != nil)
    }

    @Test(
        "a boundary that is none",
        arguments: [
            "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"x\r\"",
            "multipart/form-data; boundary=\"x \"", "multipart/form-data; boundary=x; boundary=y",
            "multipart/form-data; boundary=é", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
            "multipart/form-data; boundary=\"x", "multipart/form-data boundary=x", "; boundary=x",
        ]
    )
    func badBoundary(type: String) {
        #expect(refusal(of: Array("--x--".utf8), type: type)?.contains("names no boundary") == true)
    }

    @Test("parts and headers are bounded, and so is the time", .timeLimit(.minutes(1)))
    func bounds() throws {
        let parts = { (count: Int) in String(repeating: Self.good, count: count) + "--xY--" }
        #expect(try read(parts(1000)).fields.count == 1000)
        #expect(refusal(of: Array(parts(1001).utf8))?.contains("too many parts") == true)
        let endless = "--xY\r\n" + String(repeating: "x", count: 100_000)
        #expect(refusal(of: Array(endless.utf8)) != nil)
        let parameters = (0..<40).map { "; p\($0)=1" }.joined()
        #expect(refusal(of: Array("\(Self.part(Self.disposition + parameters, "1"))--xY--".utf8)) != nil)
        let nearly = Array(String(repeating: "\r\n--x", count: 1_000_000).utf8)
        #expect(refusal(of: nearly)?.contains("first boundary") == true)
        let empty = Array(String(repeating: "--xY\r\n", count: 500_000).utf8)
        #expect(refusal(of: empty)?.contains("too many parts") == true)
    }

    @Test("`auto` and `multipart` give fields, files and charsets to expressions")
    func receive() throws {
        let normalize = """
            event:
              dedupe_id: '${form.id}'
              subject: '${item.subject}'
              names: '${files.map(f, f.filename + ":" + string(size(f.body)))}'
              pairs: '${size(form_pairs)}'
            rules: [{type: message.received}]
            """
        let file = Self.part("Content-Disposition: form-data; name=x; filename=\"a.bin\"", "12345")
        let fields = Self.field("id", "7") + Self.field("charsets", #"{"subject":"cp850"}"#)
        let body = "\(fields)\(Self.field("subject", "pidi\u{7F}"))\(file)--xY--"
        let bytes = Array(body.utf8).map { $0 == 0x7F ? 0xA2 : $0 }
        for decode in ["auto", "multipart"] {
            let receive = "decode: \(decode)\ncharsets: json_parse(form.charsets)"
            let source = source(try connector(receive: receive, normalize: normalize))
            let webhook = request(bytes: bytes, headers: ["Content-Type": Self.mediaType])
            let event = try #require(try events(webhook, source).first)
            #expect(event.id == "7")
            #expect(event.data["subject"] == "pidió")
            #expect(event.data["names"] == ["a.bin:5"])
            #expect(event.data["pairs"] == 3)
        }
    }

    @Test("without `charsets`, or where nothing tells them, fields are UTF-8; a wrong value is a failure")
    func withoutCharsets() throws {
        let body = Self.field("a", "é") + "--xY--"
        let webhook = request(body, headers: ["Content-Type": Self.mediaType])
        for charsets in ["", "\ncharsets: json_parse(form.none)", "\ncharsets: json.charsets"] {
            let source = source(try connector(receive: "decode: auto\(charsets)"))
            #expect(try source.read(source.trusted(webhook)).map(\.value.text) == [#"{"a":"é"}"#])
        }
        for charsets in ["form.a", "json_parse(form.a)"] {
            let source = source(try connector(receive: "decode: multipart\ncharsets: \(charsets)"))
            #expect(throws: ReadFailure.self) { _ = try source.read(source.trusted(webhook)) }
        }
    }
}

/// A request whose body is no text.
private func request(bytes: [UInt8], headers: [String: String]) -> RawWebhook {
    RawWebhook(
        source: "src",
        method: "POST",
        url: "https://gw.example.com/hooks/src",
        headers: headers.map { (name: $0.key.lowercased(), value: $0.value) },
        body: bytes,
        received: noon
    )
}
