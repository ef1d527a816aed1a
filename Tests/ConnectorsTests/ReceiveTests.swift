import Core
import Testing

@testable import Connectors

/// Bodies, items and keys; what is answered.
@Suite("Receiving") struct ReceiveTests {
    private func items(_ webhook: RawWebhook, _ receive: String) throws -> [Item] {
        let source = source(try connector(receive: receive))
        return try source.read(source.trusted(webhook))
    }

    private static let multipart = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--"

    @Test(
        "the connector chooses the parser; `auto` believes the media type",
        arguments: [
            ("", "application/json; charset=utf-8", #"{"a":1}"#, #"{"a":1}"#),
            ("", "application/cloudevents+json", "[1]", "[1]"),
            ("", "application/x-www-form-urlencoded", "a=1&a=2&b=x+%26+y", #"{"b":"x & y","a":"1"}"#),
            ("", "text/plain", "hello", #""hello""#),
            ("decode: json", "text/plain", #"{"a":1}"#, #"{"a":1}"#),
            ("decode: form", "text/plain", "a=%zz&b", #"{"b":"","a":"%zz"}"#),
            ("decode: text", "application/json", "{}", #""{}""#),
            ("", " Text/XML ;charset=utf-8", "<a><b>1</b></a>", #"{"a":{"b":"1"}}"#),
            ("decode: xml", "text/plain", "<a>1</a>", #"{"a":"1"}"#),
            ("decode: jwt", "", "e30.eyJhIjoxfQ.eA", #"{"a":1}"#),
            ("decode: multipart", "x/y; boundary=b", multipart, #"{"a":"1"}"#),
            ("", "multipart/form-data; boundary=b", multipart, #"{"a":"1"}"#),
        ]
    )
    func decoding(receive: String, type: String, body: String, item: String) throws {
        let items = try items(request(body, headers: ["Content-Type": type]), receive)
        #expect(items.map(\.value.text) == [item])
        #expect(items.map(\.digest) == [Hex.encode(HashAlgorithm.sha256.digest(Array(body.utf8)))])
        #expect(items.map(\.key) == items.map(\.digest))
    }

    @Test("a GET is told by its query")
    func query() throws {
        let first = try items(request(method: "GET", url: "https://gw.example.com/?id=1&id=2"), "")
        let second = try items(request(method: "GET", url: "https://gw.example.com/?id=3"), "")
        #expect(first.map(\.value.text) == [#"{"id":"1"}"#])
        #expect(first[0].key != second[0].key)
    }

    @Test("where nobody looks at the body, the query is the item, and both tell it from others")
    func undecoded() throws {
        let url = "https://gw.example.com/?id="
        let found = try [("{", "1"), ("{", "2"), ("[", "1"), ("", "1")].flatMap { body, id in
            try items(request(body, headers: ["Content-Type": "application/json"], url: url + id), "decode: none")
        }
        #expect(found.map(\.value.text) == [#"{"id":"1"}"#, #"{"id":"2"}"#, #"{"id":"1"}"#, #"{"id":"1"}"#])
        #expect(Set(found.map(\.key)).count == 4)
    }

    @Test("a body may be missing", arguments: ["auto", "json", "xml", "multipart", "jwt", "text", "none"])
    func missingBody(decode: String) throws {
        let webhook = request(method: "GET", url: "https://gw.example.com/?id=1")
        #expect(try items(webhook, "decode: \(decode)").map(\.value.text) == [#"{"id":"1"}"#])
    }

    @Test(
        "a body that says it is of another structured kind is refused before it is looked at",
        arguments: [
            ("json", ["form", "multipart", "xml"]), ("form", ["json", "multipart", "xml"]),
            ("multipart", ["json", "form", "xml"]), ("xml", ["json", "form", "multipart"]),
            ("jwt", ["form", "multipart", "xml"]), ("auto", []), ("text", []), ("none", []),
        ]
    )
    func mediaTypes(decode: String, refused: [String]) throws {
        let connector = try connector(receive: "decode: \(decode)")
        let types = [
            "json": "Application/JSON; charset=utf-8", "form": "application/x-www-form-urlencoded",
            "multipart": "multipart/form-data; boundary=b", "xml": "text/xml", "token": "application/jwt",
            "text": "text/plain", "none": "",
        ]
        for (kind, type) in types { #expect(connector.reads(contentType: type) == !refused.contains(kind), "\(kind)") }
        #expect(connector.reads(contentType: nil))
    }

    @Test("a batch falls into items with keys of their own")
    func split() throws {
        let body = #"{"events":[{"id":"a","n":820982911946154508},{"id":7},{"id":null}]}"#
        let items = try items(
            request(body, headers: ["Content-Type": "application/json"]),
            "split: json.events\nkey: item.?id"
        )
        #expect(items.map(\.index) == [0, 1, 2])
        #expect(items.map(\.key) == ["a", "7", items[2].digest])
        #expect(items[0].value.text == #"{"id":"a","n":820982911946154508}"#)
        #expect(items[0].digest == Hex.encode(HashAlgorithm.sha256.digest(items[0].value.bytes)))
    }

    @Test(
        "what cannot be read says where, and shows no payload",
        arguments: [
            ("decode: json", #"{"name":"Ann""#, "the body is not JSON: expected ',' or '}' at byte 13"),
            ("decode: json\nsplit: json.events", #"{"a":"Ann"}"#, "test.yaml:7: no such key: `json.events`"),
            ("decode: json\nsplit: json", #"{"a":"Ann"}"#, "test.yaml:7: `split` must yield a list"),
            ("decode: json\nkey: item.id", #"{"a":"Ann"}"#, "test.yaml:7: no such key: `item.id`"),
        ]
    )
    func unreadable(receive: String, body: String, expected: String) throws {
        let failure = #expect(throws: ReadFailure.self) { _ = try items(request(body), receive) }
        #expect(failure?.reason == expected)
    }

    @Test("a verified sender gets what `respond` says")
    func answer() throws {
        let receive = """
            decode: json
            respond: {status: 202, content_type: text/plain, headers: {X-Echo: '${json.id}', X-None: '${json.?no}'}, body: 'ok ${json.id}'}
            """
        let source = source(try connector(receive: receive))
        let answer = source.answer(source.trusted(request(#"{"id":5}"#)))
        #expect(answer.status == 202)
        #expect(answer.contentType == "text/plain")
        #expect(answer.headers.map { "\($0.name): \($0.value)" } == ["X-Echo: 5"])
        #expect(answer.body == Array("ok 5".utf8))
    }

    @Test("what a sender says cannot break out of a header, and a form cannot unfold without bound")
    func hostile() throws {
        let source = source(
            try connector(receive: "decode: form\nrespond: {headers: {X-Echo: '${form.a}', X-B: '${form.b}'}}")
        )
        let answer = source.answer(source.trusted(request("a=1%0d%0aX-Evil:%201&b=ok")))
        #expect(answer.headers.map { "\($0.name): \($0.value)" } == ["X-B: ok"])
        let wide = source.trusted(request(String(repeating: "a&", count: 10_001)))
        #expect(throws: ReadFailure(reason: "the form has more than 10000 fields")) { _ = try source.read(wide) }
    }

    @Test("a handshake is answered, before or after it is verified")
    func handshake() throws {
        let receive = """
            methods: [GET, POST]
            handshake:
              - when: query["hub.mode"] == "subscribe" && eq(query["hub.verify_token"], secret("token"))
                respond: {body: '${query["hub.challenge"]}'}
              - when: json.type == "url_verification"
                after_verify: true
                respond: {body: {challenge: '${json.challenge}'}}
            """
        let verify = "all:\n  - {type: equals, value: query.token, secret: token}"
        let source = source(
            try connector(secrets: "token", verify: verify, receive: receive),
            secrets: ["token": ["t0k"]]
        )
        let url = "https://gw.example.com/hooks/src"
        let hello = request(method: "GET", url: url + "?hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=42")
        guard case .answered(let reply) = source.verify(hello, at: noon) else {
            Issue.record("not answered")
            return
        }
        #expect(reply.answer.body == Array("42".utf8))
        let json = ["Content-Type": "application/json"]
        let challenge = #"{"type":"url_verification","challenge":"c"}"#
        #expect(
            reason(request(method: "GET", url: url + "?hub.mode=subscribe&hub.verify_token=x"), source)
                == "missing_credentials"
        )
        #expect(reason(request(challenge, headers: json, url: url + "?token=t0k"), source) == "handshake")
        #expect(reason(request(challenge, headers: json, url: url), source) == "missing_credentials")
    }

    @Test("bounds of a connector")
    func bounds() throws {
        let plain = try connector()
        #expect(plain.methods == ["POST"])
        #expect(plain.maxBody == 1_048_576)
        let wide = try connector(
            receive: "methods: [GET, PUT]\nmax_body: 10MiB\non_overload: {status: 503, retry_after: 5}"
        )
        #expect(wide.methods == ["GET", "PUT"])
        #expect(wide.maxBody == 10_485_760)
        #expect(wide.overload.retryAfter == 5)
        #expect(wide.dedupeWindow == .days(30))
        #expect(try connector(receive: "dedupe_window: 90d").dedupeWindow == .days(90))
        let short = "connector: x\nversion: 1\nverify: {none: {because: t}}\nreceive: {dedupe_window: 29d}\n"
        #expect(problems(short) == ["4:26 bad-value: `dedupe_window` must be from 30d to 3650d"])
        #expect(wide.label == "test@3")
    }
}
