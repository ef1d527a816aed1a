import Core
import Testing

@testable import Web

@Suite("Answers of the web server") struct AnswerTests {
    @Test(
        "a wrong method is answered 405 with Allow, an unknown path 404, each as a problem",
        arguments: [
            ("DELETE", "/hooks/pay", 405, "POST"), ("OPTIONS", "/hooks/pay", 405, "POST"),
            ("PROPFIND", "/hooks/pay/deeper", 405, "POST"), ("GET", "/hooks/pay", 405, "POST"),
            ("PATCH", "/hooks/nobody", 404, nil), ("POST", "/hooks/p%61y", 404, nil), ("GET", "/hooks", 404, nil),
            ("POST", "/v1/customers", 405, "GET, HEAD"), ("GET", "/v1/events", 405, "POST"),
            ("PUT", "/v1/triggers/x", 405, "POST"), ("DELETE", "/v1/deliveries/x", 405, "GET, HEAD"),
            ("POST", "/healthz", 405, "GET, HEAD"), ("GET", "/v1/nothing", 404, nil), ("GET", "/", 404, nil),
            ("OPTIONS", "*", 404, nil),
        ] as [(String, String, Int, String?)]
    )
    func wrongMethod(method: String, path: String, status: Int, allow: String?) async throws {
        let answer = try await House.open { try await ask(method, path, port: $0) }
        #expect(answer.status == status && answer.isProblem && answer.header("allow") == allow, "\(answer)")
        #expect(try JSON.parse(Array(answer.body.utf8))["status"]?.int == Int64(status))
    }

    @Test(
        "HEAD gets the head of the answer and no body",
        arguments: [
            ("/hooks/pay", 405), ("/hooks/nobody", 404), ("/nowhere", 404), ("/v1/customers", 401), ("/healthz", 200),
        ]
    )
    func head(path: String, status: Int) async throws {
        let answer = try await House.open(keys: [Secret("k")]) { try await ask("HEAD", path, port: $0) }
        #expect(answer.status == status && answer.body.isEmpty, "\(answer)")
        #expect(answer.header("content-length").flatMap { Int($0) } ?? 0 > 0, "\(answer)")
    }

    @Test("a key is asked for before a method is refused")
    func keyFirst() async throws {
        try await House.open(keys: [Secret("k")]) { (port) async throws in
            #expect(try await ask("POST", "/v1/customers", port: port).status == 401)
            #expect(try await ask("POST", "/v1/customers", ["Authorization: Bearer k"], port: port).status == 405)
        }
    }

    @Test(
        "a plan is asked for with true or false and nothing else",
        arguments: [
            ("", 404), ("?plan=true", 404), ("?plan=false", 404), ("?plan=1", 400), ("?plan=TRUE", 400), ("?plan", 400),
            ("?plan=", 400), ("?plan=false&plan=true", 400),
        ]
    )
    func plan(query: String, status: Int) async throws {
        let answer = try await House.open { try await ask("POST", "/v1/triggers/x\(query)", body: wish, port: $0) }
        #expect(answer.status == status && answer.isProblem, "\(answer)")
    }

    @Test("an idempotency key is one text of 1 to 255 bytes")
    func idempotencyKey() async throws {
        try await House.open { port in
            for (keys, status) in [
                (["k"], 404), ([String(repeating: "k", count: 255)], 404), ([""], 400), (["a", "b"], 400),
                ([String(repeating: "k", count: 256)], 400),
            ] {
                let headers = keys.map { "Idempotency-Key: \($0)" } + [#"If-Match: """#]
                let answer = try await ask("POST", "/v1/triggers/x", headers, body: wish, port: port)
                #expect(answer.status == status && answer.isProblem, "\(keys) \(answer)")
            }
        }
    }

    private let wish = #"{"identifiers": [{"kind": "email", "value": "ann@example.com"}]}"#

    private func ask(
        _ method: String,
        _ path: String,
        _ headers: [String] = [],
        body: String = "",
        port: Int
    ) async throws -> Received {
        try await apart {
            let wire = try Wire(port: port)
            let lines = ["host: x", "connection: close", "content-length: \(body.utf8.count)"] + headers
            wire.send("\(method) \(path) HTTP/1.1\r\n\(lines.joined(separator: "\r\n"))\r\n\r\n\(body)")
            return wire.receive()
        }
    }
}
