import Core
import Testing

@testable import Connectors

/// Bodies of actions, and idempotency keys in them.
@Suite("Bodies of actions") struct ActionBodyTests {
    private static func call(
        _ body: String,
        idempotency: String = "none",
        _ input: JSONObject = ["to": "x"]
    ) throws -> HTTPCall {
        let yaml = """
            actions:
              send:
                input: {to: string, list: list?, amount: int?, file: string?}
                request:
                  method: POST
                  url: https://api.example.com/
                  \(body)
                idempotency: \(idempotency)
                response: {ok: status == 200}
            """
        let scene = try CallScene(yaml, ScriptedProvider([.reply(200)]))
        return try scene.action().call(scene.request(input))
    }

    @Test("parts and files")
    func multipart() throws {
        let body =
            "multipart: {to: '${input.to}', tag: [a, '${input.?list}', b], none: null, n: 5, "
            + "doc: {filename: 'a\"b.pdf', content_type: application/pdf, content: '${unbase64(input.file)}'}, raw: {content: '${input.to}'}}"
        let input: JSONObject = ["to": "y\r\nz", "file": "AP8="]
        let call = try Self.call(body, input)
        let type = try #require(call.header("content-type"))
        #expect(type.hasPrefix("multipart/form-data; boundary=tl-"))
        let form = try MultipartForm(call.body, contentType: type)
        #expect(
            form.summary == [
                "to: y\r\nz", "tag: a", "tag: b", "n: 5", "doc: a%22b.pdf application/pdf 00ff",
                "raw: file application/octet-stream 790d0a7a",
            ]
        )
        #expect(try Self.call(body, input).body == call.body)
        let other = try #require(try Self.call(body, ["to": "z", "file": "AP8="]).header("content-type"))
        #expect(other != type)
    }

    @Test("a part cannot begin another one")
    func injection() throws {
        let body =
            "multipart: {to: '${input.to}', doc: {filename: '${input.to}', content_type: '${input.to}', content: x}}"
        let call = try Self.call(body, ["to": "a\"\r\nX-Evil: 1\r\n\r\n--tl-"])
        let lines = call.text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count { $0.hasPrefix("X-Evil") } == 1)
        let head = try #require(lines.first { $0.contains("filename=") })
        #expect(head.hasSuffix(#"filename="a%22%0D%0AX-Evil: 1%0D%0A%0D%0A--tl-""#))
        #expect(lines.contains(#"Content-Type: a"X-Evil: 1--tl-"#))
    }

    @Test("XML")
    func xml() throws {
        let call = try Self.call(
            "xml: '<a b=\"${input.amount}\">${xml_escape(input.to)}</a>'",
            ["to": "<&>", "amount": 3]
        )
        #expect(call.header("content-type") == "application/xml")
        #expect(call.text == #"<a b="3">&lt;&amp;&gt;</a>"#)
    }

    @Test("JSON keeps the order it is written in")
    func order() throws {
        let body = "json: {z: 1, a: {y: '${input.to}', b: 2}, m: '${{\"q\": 1, \"c\": 2}}'}"
        #expect(try Self.call(body).text == #"{"z":1,"a":{"y":"x","b":2},"m":{"q":1,"c":2}}"#)
    }

    @Test(
        "a key in the body",
        arguments: [
            ("json: {to: x}", "key", #"{"to":"x","key":"dlv_1"}"#),
            ("json: {data: {to: x}}", "data.attributes.key", #"{"data":{"to":"x","attributes":{"key":"dlv_1"}}}"#),
            ("json: {key: x, to: x}", "key", #"{"key":"dlv_1","to":"x"}"#),
            ("form: {to: x}", "a.key", "to=x&a.key=dlv_1"),
            ("form_nested: {to: {b: x}}", "to.key", "to%5Bb%5D=x&to%5Bkey%5D=dlv_1"),
        ]
    )
    func key(body: String, path: String, expected: String) throws {
        let call = try Self.call(body, idempotency: "{body: \(path), value: '${action.id}', ttl: 2d}")
        #expect(call.text == expected)
        #expect(call.limits.mayRepeat)
    }

    @Test("a key finds no place in a text")
    func noPlace() throws {
        let failure = #expect(throws: ReadFailure.self) {
            try Self.call("json: {to: x}", idempotency: "{body: to.key, value: '1'}")
        }
        #expect(failure?.reason == "the body has no place `to.key` for the idempotency key")
    }

    @Test(
        "what is kept of a reply",
        arguments: [("POST", "", 64 * 1024), ("GET", "", 1024 * 1024), ("GET", ", max_body: 2MiB", 2 * 1024 * 1024)]
    )
    func kept(method: String, more: String, bytes: Int) throws {
        let yaml = """
            actions:
              send:
                request: {method: \(method), url: https://api.example.com/}
                idempotency: natural
                rate_limit: {rate: 5/s, headers: {remaining: X-Left, reset: X-Reset}, daily_quota_header: X-Day}
                response: {ok: status == 200\(more)}
            """
        let scene = try CallScene(yaml, ScriptedProvider([.reply(200)]))
        #expect(try scene.action().call(scene.request([:])).limits.keptBodyBytes == bytes)
        let limit = try #require(try scene.action().rateLimit)
        #expect([limit.remainingHeader, limit.resetHeader, limit.dailyQuotaHeader] == ["x-left", "x-reset", "x-day"])
    }
}

extension MultipartForm {
    /// Fields as `name: text`, files as `name: file name, type and hexadecimal content`.
    fileprivate var summary: [String] {
        text().map { "\($0.name): \($0.value)" }
            + files.map { "\($0.name): \($0.fileName) \($0.contentType) \(Hex.encode($0.body))" }
    }
}
