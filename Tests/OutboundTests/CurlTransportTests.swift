import Core
import Testing

@testable import Outbound

/// The transport against servers that behave, and servers that do not.
///
/// No network but loopback.
struct CurlTransportTests {
    @Test
    func `a reply comes back whole and the request arrives as it was written`() async throws {
        let answer = RawServer.Reaction.answer(
            "201 Created",
            headers: "X-Message-ID: m1 \r\nx-empty:\r\n",
            body: #"{"id":1}"#
        )
        try await withServer(always: answer) { transport, server in
            let fields = [("Authorization", "Bearer t"), ("X-Empty", ""), ("Content-Type", "application/json")]
            let result = await transport.send(loopbackCall("POST", server.url, headers: fields, body: #"{"to":"ü"}"#))
            let reply = try #require(replied(result))
            #expect(reply.status == 201)
            let headers = reply.headers.map { "\($0.name)=\($0.value)" }
            #expect(headers == ["content-length=8", "x-message-id=m1", "x-empty="])
            #expect(String(decoding: reply.body, as: UTF8.self) == #"{"id":1}"#)
            let lines = [
                "POST /v1/messages HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Accept: */*",
                "Authorization: Bearer t",
                "X-Empty:", "Content-Type: application/json", "Content-Length: 11", "", #"{"to":"ü"}"#,
            ]
            #expect(server.requests.map(\.text) == [lines.joined(separator: "\r\n")])
        }
    }

    @Test(arguments: [
        ("GET", "", false), ("HEAD", "", false), ("DELETE", "", false), ("POST", "", true), ("PUT", "b", true),
        ("PATCH", "b", true), ("DELETE", "b", true), ("PUT", "", true), ("GET", "b", true),
    ])
    func `each method carries its body`(method: String, body: String, hasLength: Bool) async throws {
        let answer = method == "HEAD" ? .write("HTTP/1.1 204 Gone\r\n\r\n") : RawServer.Reaction.answer()
        try await withServer(always: answer) { transport, server in
            #expect(replied(await transport.send(loopbackCall(method, server.url, body: body))) != nil)
            let text = try #require(server.requests.first?.text)
            #expect(text.hasPrefix("\(method) /v1/messages HTTP/1.1\r\n"))
            #expect(text.hasSuffix("\r\n\r\n" + body))
            #expect(text.contains("Content-Length: \(body.utf8.count)\r\n") == hasLength)
            #expect(!text.contains("Expect") && !text.contains("Content-Type"))
        }
    }

    /// From one megabyte on libcurl would ask first (`Expect: 100-continue`) and wait a second for leave.
    @Test
    func `a long body is sent at once`() async throws {
        try await withServer { transport, server in
            let body = String(repeating: "x", count: 1_200_000)
            expect(await transport.send(loopbackCall("POST", server.url, body: body)), is: accepted)
            #expect(server.requests.map { $0.text.contains("Expect:") } == [false])
        }
    }

    @Test
    func `connections are kept and used again`() async throws {
        try await withServer { transport, server in
            for _ in 0..<5 { expect(await transport.send(loopbackCall("POST", server.url, body: "x")), is: accepted) }
            #expect(server.connections == 1)
            #expect(server.requests.map(\.number) == [1, 2, 3, 4, 5])
        }
    }

    /// T43b: the server takes a request on a used connection and closes without a word.
    ///
    /// libcurl would send it again.
    @Test(arguments: ["POST", "GET", "PUT"])
    func `a request is accepted once when a kept connection dies`(method: String) async throws {
        try await withServer(reacting: acceptAndClose) { transport, server in
            expect(await transport.send(loopbackCall(method, server.url, body: "first")), is: accepted)
            expect(await transport.send(loopbackCall(method, server.url, body: "second")), is: .lost(.repeatStopped))
            #expect(server.requests.filter { $0.text.hasSuffix("second") }.count == 1)
            expect(await transport.send(loopbackCall(method, server.url, body: "third")), is: accepted)
        }
    }

    /// The same server shows that libcurl does send again when it may.
    ///
    /// Without this the test above proves nothing.
    @Test
    func `a request that may be repeated is repeated`() async throws {
        try await withServer(reacting: acceptAndClose) { transport, server in
            var second = loopbackCall("POST", server.url, body: "second")
            second.limits.mayRepeat = true
            expect(await transport.send(loopbackCall("POST", server.url, body: "first")), is: accepted)
            expect(await transport.send(second), is: accepted)
            #expect(server.requests.filter { $0.text.hasSuffix("second") }.count == 2)
        }
    }

    @Test
    func `a first connection that dies leaves the call lost`() async throws {
        try await withServer(always: .close) { transport, server in
            expect(await transport.send(loopbackCall("POST", server.url)), is: .lost(.connectionLost))
            #expect(server.requests.count == 1)
        }
    }

    @Test
    func `a cut or senseless reply leaves the call lost`() async throws {
        let react: @Sendable (RawServer.Request) -> RawServer.Reaction = { request in
            .write(request.text.hasSuffix("cut") ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{" : "hello\r\n\r\n")
        }
        try await withServer(reacting: react) { transport, server in
            var cutCall = loopbackCall("POST", server.url, body: "cut")
            cutCall.limits.totalTimeout = .milliseconds(300)
            expect(await transport.send(cutCall), is: .lost(.timeout))
            expect(await transport.send(loopbackCall("POST", server.url)), is: .lost(.replyUnreadable))
        }
    }

    @Test
    func `a refused connection sent nothing`() async throws {
        let port = try #require(RawServer.closedPort())
        let transport = try CurlTransport()
        expect(await transport.send(loopbackCall("POST", "http://127.0.0.1:\(port)/")), is: .neverSent(.connectFailed))
        await transport.stop()
    }

    @Test
    func `silence after the request is a lost call`() async throws {
        try await withServer(always: .silence) { transport, server in
            var slow = loopbackCall("POST", server.url)
            slow.limits.totalTimeout = .milliseconds(200)
            expect(await transport.send(slow), is: .lost(.timeout))
            #expect(server.requests.count == 1)
        }
    }
}

/// Accepts everything; closes without an answer on the second request of the first connection.
private let acceptAndClose: @Sendable (RawServer.Request) -> RawServer.Reaction = { request in
    request.connection == 1 && request.number == 2 ? .close : .answer()
}
