import CEL
import Core
import Testing

@testable import Connectors

/// XML as expressions see it, and XML that wants to do harm.
@Suite("XML") struct XMLTests {
    private func read(_ text: String) throws -> String {
        let value = try XMLDocument.parse(Array(text.utf8))
        return try #require(value.json).text
    }

    private func refusal(of bytes: [UInt8]) -> String? {
        do throws(XMLFailure) {
            _ = try XMLDocument.parse(bytes)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "elements, attributes and text have their places",
        arguments: [
            ("<a>x</a>", #"{"a":"x"}"#),
            ("<a/>", #"{"a":""}"#),
            ("<a> x\n </a>", #"{"a":" x\n "}"#),
            ("<a><b>1</b><b>2</b><c/></a>", #"{"a":{"b":["1","2"],"c":""}}"#),
            ("<a><b>1</b><c/><b>2</b></a>", #"{"a":{"b":["1","2"],"c":""}}"#),
            (#"<a nil="true"/>"#, #"{"a":{"@nil":"true"}}"#),
            (#"<a type="date">2024</a>"#, ##"{"a":{"@type":"date","#text":"2024"}}"##),
            ("<a>x<b/>y</a>", ##"{"a":{"b":"","#text":"xy"}}"##),
            ("<a>\n  <b>1</b>\n</a>", #"{"a":{"b":"1"}}"#),
            ("<a><![CDATA[<&>]]>&lt;&#233;</a>", #"{"a":"<&><é"}"#),
            ("<a>1<!-- 2 -->3</a>", #"{"a":"13"}"#),
            (#"<?xml version="1.0" encoding="utf-8"?><a>é</a>"#, #"{"a":"é"}"#),
        ]
    )
    func mapping(text: String, expected: String) throws {
        #expect(try read(text) == expected)
    }

    @Test("prefixes of elements are dropped, those of attributes stay, declarations are no attributes")
    func namespaces() throws {
        let text = """
            <s:Envelope xmlns:s="urn:s" xmlns="urn:d"><s:Body><o xsi:type="sf:Contact" xmlns:sf="urn:f" \
            xmlns:xsi="urn:x"><sf:Id>1</sf:Id></o></s:Body></s:Envelope>
            """
        #expect(try read(text) == #"{"Envelope":{"Body":{"o":{"@xsi:type":"sf:Contact","Id":"1"}}}}"#)
    }

    @Test("other encodings are read as they say they are written")
    func encodings() throws {
        let latin = Array(#"<?xml version="1.0" encoding="iso-8859-1"?><a>"#.utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try XMLDocument.parse(latin).json == ["a": "é"])
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in "<a>é</a>".utf16 { wide += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        #expect(try XMLDocument.parse(wide).json == ["a": "é"])
    }

    private static let laughs = """
        <!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
        <l>&c;</l>
        """

    @Test(
        "what could unfold, fetch or mislead is refused",
        arguments: [
            (laughs, "document type"),
            ("<!DOCTYPE a><a/>", "document type"),
            (#"<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>"#, "document type"),
            (#"<!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/">]><a>&x;</a>"#, "document type"),
            ("<?php x ?><a/>", "processing instruction"),
            ("<a><?x y?></a>", "processing instruction"),
            ("<a>&nbsp;</a>", "undefined entity"),
            ("<a>&#0;</a>", "invalid character number"),
            ("<a>\u{1}</a>", "not well-formed"),
            (#"<a b="1" b="2"/>"#, "duplicate attribute"),
            ("<a></b>", "mismatched tag"),
            ("<a><b></a>", "mismatched tag"),
            ("<a>", "no element found"),
            ("<a/><b/>", "junk after document element"),
            ("<a/>{}", "not well-formed"),
            ("", "no element found"),
            ("{}", "not well-formed"),
            (#"<?xml version="1.0" encoding="windows-31j"?><a/>"#, "unknown encoding"),
        ]
    )
    func hostile(text: String, reason: String) {
        #expect(refusal(of: Array(text.utf8))?.contains(reason) == true, "\(refusal(of: Array(text.utf8)) ?? "taken")")
    }

    @Test("bytes that are no UTF-8 are refused")
    func badBytes() {
        #expect(refusal(of: Array("<a>".utf8) + [0xC3, 0x28] + Array("</a>".utf8)) != nil)
        #expect(refusal(of: Array("<a>".utf8) + [0x00] + Array("</a>".utf8)) != nil)
    }

    @Test("depth, count and size are bounded, and so is the time", .timeLimit(.minutes(1)))
    func bounds() throws {
        let nested = { (levels: Int) in
            Array((String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)).utf8)
        }
        #expect(refusal(of: nested(XMLDocument.depthLimit)) == nil)
        #expect(refusal(of: nested(XMLDocument.depthLimit + 1))?.contains("deeper than 64") == true)
        #expect(refusal(of: nested(1_000_000))?.contains("deeper than 64") == true)
        let wide = { (count: Int) in Array("<a>\(String(repeating: "<b/>", count: count))</a>".utf8) }
        #expect(refusal(of: wide(XMLDocument.nodeLimit - 1)) == nil)
        #expect(refusal(of: wide(XMLDocument.nodeLimit))?.contains("more than 100000") == true)
        let attributes = (0..<XMLDocument.nodeLimit).map { "a\($0)=\"\"" }.joined(separator: " ")
        #expect(refusal(of: Array("<a \(attributes)/>".utf8))?.contains("more than 100000") == true)
        let large = [UInt8](repeating: 0x20, count: XMLDocument.sizeLimit + 1)
        #expect(refusal(of: large)?.contains("more than 16777216 bytes") == true)
    }

    @Test("many names take a time that grows with their number only", .timeLimit(.minutes(1)))
    func manyNames() throws {
        let text = "<a>\((0..<50_000).map { "<n\($0)/>" }.joined())</a>"
        #expect(try XMLDocument.parse(Array(text.utf8)).json?["a"]?.object?.members.count == 50_000)
    }

    @Test("a body of XML: items, text of nodes, and a signature step over it")
    func body() throws {
        let normalize = """
            event: {dedupe_id: '${item.Id}', occurred_at: '${time(text(item.At))}', data: '${item.?none.orValue({})}'}
            rules: [{when: 'item.o["@x:type"].split(":")[1] == "Contact"', type: customer.updated}]
            """
        let connector = try connector(
            secrets: "org",
            verify: "all:\n  - {type: equals, value: xml.M.Org, secret: org}",
            receive: "decode: xml\nsplit: as_list(xml.M.?N)\nrespond: {content_type: text/xml, body: <Ack>true</Ack>}",
            normalize: normalize
        )
        let source = source(connector, secrets: ["org": ["00D"]])
        let item = #"<N><Id>7</Id><At type="datetime">2025-10-09T09:00:00Z</At><o x:type="s:Contact" xmlns:x="u"/></N>"#
        let one = request("<M><Org>00D</Org>\(item)</M>")
        #expect(reason(one, source) == "ok")
        #expect(try events(one, source).map(\.id) == ["7"])
        #expect(try events(one, source).map(\.time) == [Timestamp(seconds: 1_760_000_400)])
        #expect(try events(request("<M><Org>00D</Org>\(item)\(item)</M>"), source).count == 2)
        #expect(try events(request("<M><Org>00D</Org></M>"), source).isEmpty)
        #expect(reason(request("<M><Org>00E</Org>\(item)</M>"), source) == "bad_credentials")
        #expect(reason(request("<M><Org>00D</Org>"), source) == "malformed_body")
        let failure = #expect(throws: ReadFailure.self) { _ = try events(request("<M><Org>secret</M>"), source) }
        #expect(failure?.reason == "the body is not XML: mismatched tag at byte 16")
    }

    @Test("`auto` knows XML by its media type, and a document inside of a form is parsed by a function")
    func auto() throws {
        let normalize = "event: {dedupe_id: '${xml_parse(unbase64(item.p)).n.id}'}\nrules: [{type: payment.failed}]"
        let payload = FormText.encode(Base64.encode(Array("<n><id>9</id></n>".utf8)))
        let form = request("p=\(payload.prefix(8))%0A\(payload.dropFirst(8))%0D%0A")
        let parsed = source(try connector(receive: "decode: form", normalize: normalize))
        #expect(try events(form, parsed).map(\.id) == ["9"])
        let auto = source(try connector())
        for type in ["text/xml; charset=utf-8", "application/soap+xml", "application/atom+xml"] {
            let webhook = auto.trusted(request("<a><b>1</b></a>", headers: ["Content-Type": type]))
            #expect(try auto.read(webhook).map(\.value.text) == [#"{"a":{"b":"1"}}"#])
        }
    }
}
