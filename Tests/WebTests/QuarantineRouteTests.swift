import Core
import Store
import Testing

@testable import Web

@Suite("Quarantine over the API") struct QuarantineRouteTests {
    private static let secret = "swordfish"

    /// Two refused requests, one whose item is gone, one of a source that is gone; numbered from 1.
    private static func fill(_ store: any EventStore) async throws {
        try await store.write { (tx) throws(StoreError) in
            for body in ["{\"n\":1}", "{\"n\":2}"] { _ = try tx.quarantine(entry(.verify, body: Array(body.utf8))) }
            _ = try tx.quarantine(entry(.normalize, body: Array("{".utf8)))
            _ = try tx.quarantine(entry(.verify, source: "gone", body: [0xFF, 0x00]))
        }
    }

    private static func entry(_ stage: Quarantined.Stage, source: String = "pay", body: [UInt8]) -> Quarantined {
        let webhook = RawWebhook(
            source: source,
            method: "POST",
            url: "https://gw.example.com/hooks/\(source)?token=abc&n=\(secret)&m=1",
            headers: [
                ("authorization", "Basic dXNlcjpwYXNz"), ("cookie", "a=b; c=d"), ("x-signature", "sha256=1"),
                ("x-note", "is \(secret)?"), ("accept", "a"), ("accept", "b"),
            ],
            body: body,
            received: Timestamp(seconds: 1_767_225_600),
            peer: "192.0.2.7"
        )
        return Quarantined(stage: stage, reason: stage == .verify ? "bad_signature" : "no such field", webhook: webhook)
    }

    private func open(_ body: (House.Line) async throws -> Void) async throws {
        try await House.open(prepare: Self.fill) { port in try await body(House.Line(port: port)) }
    }

    @Test("is listed newest first, by source and stage, without what was sent")
    func list() async throws {
        try await open { line in
            let all = try await line.get("/v1/quarantine")
            #expect(all["entries"]?.array?.compactMap { $0["number"]?.int } == [4, 3, 2, 1])
            #expect(all["next"] == .null)
            let first = try #require(all["entries"]?.array?.last)
            #expect(first["stage"] == "verify" && first["reason"] == "bad_signature" && first["source"] == "pay")
            #expect(first["received"] == "2026-01-01T00:00:00Z" && first["bytes"] == 7 && first["method"] == "POST")
            for (query, numbers) in [
                ("source=pay", [3, 2, 1]), ("stage=verify", [4, 2, 1]), ("source=pay&stage=normalize", [3]),
                ("source=nobody", []), ("before=3", [2, 1]), ("limit=1&before=3", [2]),
            ] as [(String, [Int64])] {
                let page = try await line.get("/v1/quarantine?\(query)")
                #expect(page["entries"]?.array?.compactMap { $0["number"]?.int } == numbers, "\(query)")
            }
            #expect(try await line.get("/v1/quarantine?limit=2")["next"] == 3)
            #expect(try await line.send("GET", "/v1/quarantine?stage=unknown").status == 400)
        }
    }

    @Test("an entry is shown with its request; credentials are masked unless they are asked for")
    func show() async throws {
        try await open { line in
            let request = try #require(try await line.get("/v1/quarantine/1")["request"])
            #expect(request["method"] == "POST" && request["body"] == "{\"n\":1}" && request["peer"] == "192.0.2.7")
            #expect(request["url"] == "https://gw.example.com/hooks/pay?token=***&n=***&m=1")
            let headers = try #require(request["headers"])
            #expect(headers["authorization"] == "Basic ***" && headers["cookie"] == "***")
            #expect(headers["x-note"] == "is ***?" && headers["x-signature"] == "sha256=1")
            #expect(headers["accept"] == ["a", "b"])

            let whole = try await line.get("/v1/quarantine/1?whole=true")
            #expect(whole["request"]?["headers"]?["authorization"] == "Basic dXNlcjpwYXNz")
            #expect(whole["request"]?["url"]?.string?.contains("token=abc&n=\(Self.secret)") == true)
            #expect(whole["masked"] == false && whole["now"] == 1_767_225_600)
            #expect(try await line.get("/v1/quarantine/4")["request"]?["body_base64"] == "/wA=")
            for path in ["5", "0", "x", "99999999999999999999"] {
                #expect(try await line.send("GET", "/v1/quarantine/\(path)").status == 404)
            }
        }
    }

    @Test("one entry is planned, then taken in, then gone; one that stays is a conflict")
    func readmit() async throws {
        try await open { line in
            let plan = try await line.post("/v1/quarantine/1/readmit?plan=true")
            #expect(plan["good"] == true && plan["items"] == 1 && plan["known"] == 0)
            #expect(try await line.get("/v1/quarantine/1")["number"] == 1)
            #expect(try await line.post("/v1/quarantine/1/readmit")["good"] == true)
            #expect(try await line.send("POST", "/v1/quarantine/1/readmit").status == 404)
            #expect(try await line.get("/v1/receipts")["receipts"]?.array?.count == 1)

            #expect(try await line.post("/v1/quarantine/3/readmit?plan=true")["good"] == false)
            let refusal = try await line.send("POST", "/v1/quarantine/3/readmit")
            #expect(refusal.status == 409 && refusal.isProblem && refusal.body.contains("stays in quarantine"))
            #expect(try await line.send("POST", "/v1/quarantine/3/readmit?plan=yes").status == 400)
        }
    }

    @Test("many are planned and taken in, each by itself, page by page")
    func readmitMany() async throws {
        try await open { line in
            let plan = try await line.post("/v1/quarantine/readmit", #"{"stage":"verify","plan":true}"#)
            #expect(plan["plan"] == true && plan["good"] == 2 && plan["refused"] == 1 && plan["next"] == .null)
            #expect(plan["results"]?.array?.compactMap { $0["number"]?.int } == [1, 2, 4])
            #expect(plan["results"]?.array?.last?["reason"]?.string?.contains("not configured") == true)

            let page = try await line.post("/v1/quarantine/readmit", #"{"source":"pay","limit":2}"#)
            #expect(page["good"] == 1 && page["refused"] == 1 && page["next"] == 2)
            let rest = try await line.post("/v1/quarantine/readmit", #"{"source":"pay","limit":2,"before":2}"#)
            #expect(rest["good"] == 1 && rest["next"] == .null)
            let named = try await line.post("/v1/quarantine/readmit", #"{"ids":[4,3,3,77]}"#)
            #expect(named["results"]?.array?.compactMap { $0["number"]?.int } == [3, 4])
            #expect(named["gone"] == [77])
        }
    }

    @Test(
        "what is meant must be said",
        arguments: [
            "", "[]", "{}", #"{"plan":true}"#, #"{"ids":[]}"#, #"{"ids":["1"]}"#, #"{"ids":[1],"source":"pay"}"#,
            #"{"source":1}"#, #"{"stage":"nowhere"}"#, #"{"source":"pay","plan":"true"}"#,
            #"{"source":"pay","limit":0}"#, #"{"source":"pay","sauce":1}"#, #"{"source":"pay","before":"1"}"#,
        ]
    )
    func malformed(body: String) async throws {
        try await open { line in
            let answer = try await line.send("POST", "/v1/quarantine/readmit", body)
            #expect(answer.status == 400 && answer.isProblem, "\(answer)")
        }
    }

    @Test("what was refused is thrown away; what was acknowledged only with a reason")
    func discard() async throws {
        try await open { line in
            #expect(try await line.post("/v1/quarantine/1/discard")["discarded"] == true)
            #expect(try await line.send("POST", "/v1/quarantine/1/discard").status == 404)
            #expect(try await line.send("POST", "/v1/quarantine/3/discard", "{}").status == 409)
            for body in [#"{"because":""}"#, #"{"because":1}"#, #"{"why":"x"}"#, "x"] {
                #expect(try await line.send("POST", "/v1/quarantine/3/discard", body).status == 400)
            }
            #expect(try await line.post("/v1/quarantine/3/discard", #"{"because":"a test"}"#)["discarded"] == true)
            let left = try await line.get("/v1/quarantine")["entries"]?.array
            #expect(left?.compactMap { $0["number"]?.int } == [4, 2])
        }
    }

    @Test("what waits for a provider is listed and counted")
    func awaiting() async throws {
        try await House.open { store in
            try await store.write { (tx) throws(StoreError) in
                let webhook = Self.entry(.decode, body: Array("{}".utf8)).webhook
                let keys = ["a", "b"].map { ItemKey(key: $0, digest: $0) }
                _ = try tx.append(webhook, connector: "pay@1", items: keys)
                let due = Timestamp(seconds: 1_767_225_600)
                for item in try tx.pendingItems(limit: 2) {
                    try tx.await(item: item.number, until: due, attempts: 3, reason: "http_503")
                }
            }
        } _: { port in
            let line = House.Line(port: port)
            let items = try #require(try await line.get("/v1/awaiting?limit=1")["items"]?.array)
            #expect(items.count == 1)
            #expect(items[0]["key"] == "b" && items[0]["source"] == "pay" && items[0]["attempts"] == 3)
            #expect(items[0]["reason"] == "http_503" && items[0]["due"] == "2026-01-01T00:00:00Z")
            #expect(try await line.send("GET", "/metrics").body.contains("throughline_awaiting_items 2\n"))
            #expect(try await line.send("GET", "/metrics").body.contains("throughline_pending_items 0\n"))
        }
    }
}

extension House {
    /// Asks a server as a client with JSON would.
    struct Line: Sendable {
        let port: Int

        /// What a GET answers that must succeed.
        func get(_ path: String) async throws -> JSON { try json(try await send("GET", path), path) }

        /// What a POST answers that must succeed.
        func post(_ path: String, _ body: String = "") async throws -> JSON {
            try json(try await send("POST", path, body), path)
        }

        func send(_ method: String, _ path: String, _ body: String = "") async throws -> Received {
            try await apart {
                let wire = try Wire(port: port)
                let head = "\(method) \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                wire.send("\(head)content-length: \(body.utf8.count)\r\n\r\n\(body)")
                return wire.receive()
            }
        }

        private func json(_ answer: Received, _ path: String) throws -> JSON {
            #expect(answer.status == 200, "\(path): \(answer.text)")
            return try JSON.parse(Array(answer.body.utf8))
        }
    }
}
