import Core
import Testing

@testable import Outbound

/// What the transport refuses: addresses, late starts, replies without end, work after the stop.
struct CurlBoundsTests {
    @Test(arguments: [
        "localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]",
        "10.0.0.1", "169.254.169.254", "192.168.1.1", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ])
    func `special addresses are not reached in any spelling`(host: String) async throws {
        try await withServer { transport, server in
            let url = "https://\(host):\(server.port)/"
            expect(await transport.send(HTTPCall(method: "POST", url: url)), is: .neverSent(.addressForbidden))
            #expect(server.connections == 0)
        }
    }

    @Test
    func `plain http is refused unless it stays on loopback`() async throws {
        try await withServer { transport, server in
            expect(await transport.send(HTTPCall(method: "GET", url: server.url)), is: .neverSent(.addressForbidden))
            for host in ["10.0.0.1", "8.8.8.8", "0.0.0.0"] {
                expect(await transport.send(loopbackCall("GET", "http://\(host)/")), is: .neverSent(.addressForbidden))
            }
            #expect(server.connections == 0)
        }
    }

    @Test
    func `line ends in headers, credentials in the url and other schemes reach nobody`() async throws {
        try await withServer { transport, server in
            let evil = [
                loopbackCall("POST", server.url, headers: [("X-A", "v\r\nX-Evil: 1")]),
                loopbackCall("POST", server.url, headers: [("X-A\r\nX-Evil", "1")]),
                loopbackCall("POST", server.url + "\r\nX-Evil: 1"),
                loopbackCall("POST", "http://user:word@127.0.0.1:\(server.port)/"),
                loopbackCall("POST", "file:///etc/passwd"),
                loopbackCall("POST", "http://127.0.0.1:99999/"),
            ]
            for call in evil { expect(await transport.send(call), is: .neverSent(.malformedRequest)) }
            #expect(server.connections == 0)
        }
    }

    @Test
    func `a permit that expired before the queue sends nothing`() async throws {
        try await withServer { transport, server in
            var late = loopbackCall("POST", server.url)
            late.limits.startDeadline = .now
            expect(await transport.send(late), is: .neverSent(.permitExpired))
            late.limits.startDeadline = .now.advanced(by: .seconds(30))
            expect(await transport.send(late), is: accepted)
            #expect(server.requests.count == 1)
            #expect(server.connections == 1)
        }
    }

    /// The only connection is busy; the permit ends while the second request waits for it.
    @Test
    func `a permit that expires while waiting for a connection sends nothing`() async throws {
        let slow = RawServer.Reaction.writeLater("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", milliseconds: 300)
        try await withServer(connections: 1, always: slow) { transport, server in
            async let first = transport.send(loopbackCall("POST", server.url, body: "first"))
            try await waitUntil { server.requests.count == 1 }
            var second = loopbackCall("POST", server.url, body: "second")
            second.limits.startDeadline = .now.advanced(by: .milliseconds(50))
            expect(await transport.send(second), is: .neverSent(.permitExpired))
            expect(await first, is: accepted)
            #expect(server.requests.count == 1)
        }
    }

    @Test
    func `waiting for a connection past the time limit sends nothing`() async throws {
        try await withServer(connections: 1, always: .silence) { transport, server in
            var first = loopbackCall("POST", server.url)
            first.limits.totalTimeout = .seconds(1)
            async let busy = transport.send(first)
            try await waitUntil { server.requests.count == 1 }
            var second = loopbackCall("POST", server.url)
            second.limits.totalTimeout = .milliseconds(100)
            expect(await transport.send(second), is: .neverSent(.timeout))
            expect(await busy, is: .lost(.timeout))
            #expect(server.requests.count == 1)
        }
    }

    @Test
    func `long replies are kept to a bound and endless ones refused`() async throws {
        let long = String(repeating: "x", count: 1_000_000)
        let endless = String(repeating: "x", count: 20_000_000)
        let react: @Sendable (RawServer.Request) -> RawServer.Reaction = { request in
            .answer(body: request.text.hasSuffix("endless") ? endless : long)
        }
        try await withServer(reacting: react) { transport, server in
            let reply = try #require(replied(await transport.send(loopbackCall("POST", server.url, body: "long"))))
            #expect(reply.body.count == HTTPReply.keptBodyBytes)
            for (asked, kept) in [(100_000, 100_000), (0, 0), (-1, 0), (64_000_000, 1_000_000)] {
                var call = loopbackCall("POST", server.url, body: "long")
                call.limits.keptBodyBytes = asked
                let reply = try #require(replied(await transport.send(call)))
                #expect(reply.body.count == kept)
            }
            expect(await transport.send(loopbackCall("POST", server.url, body: "endless")), is: .lost(.replyUnreadable))
        }
    }

    @Test
    func `a flood of reply headers is refused`() async throws {
        let flood = String(repeating: "X-A: b\r\n", count: 250)
        let some = String(repeating: "X-A: b\r\n", count: 150)
        let react: @Sendable (RawServer.Request) -> RawServer.Reaction = { request in
            .answer(headers: request.text.hasSuffix("flood") ? flood : some)
        }
        try await withServer(reacting: react) { transport, server in
            expect(await transport.send(loopbackCall("POST", server.url, body: "flood")), is: .lost(.replyUnreadable))
            expect(await transport.send(loopbackCall("POST", server.url, body: "some")), is: accepted)
        }
    }

    @Test
    func `stopping ends what is under way and refuses the rest`() async throws {
        try await withServer(always: .silence) { transport, server in
            async let busy = transport.send(loopbackCall("POST", server.url))
            try await waitUntil { server.requests.count == 1 }
            await transport.stop()
            expect(await busy, is: .lost(.stopped))
            expect(await transport.send(loopbackCall("POST", server.url)), is: .neverSent(.stopped))
            await transport.stop()
        }
    }

    @Test
    func `many tasks at once get one answer each on few connections`() async throws {
        try await withServer(connections: 8, reacting: Self.echo) { transport, server in
            let wrong = await withTaskGroup(of: Int.self) { group in
                for task in 0..<32 { group.addTask { await mismatches(transport, server.url, task) } }
                var sum = 0
                for await count in group { sum += count }
                return sum
            }
            #expect(wrong == 0)
            #expect(server.requests.count == 32 * 20)
            #expect(server.connections <= 8)
        }
    }

    @Sendable
    private static func echo(_ request: RawServer.Request) -> RawServer.Reaction {
        .answer(body: request.text.split(separator: "\r\n\r\n").last.map(String.init) ?? "")
    }
}

private func mismatches(_ transport: CurlTransport, _ url: String, _ task: Int) async -> Int {
    var count = 0
    for number in 0..<20 {
        let body = "task \(task) number \(number)"
        let reply = replied(await transport.send(loopbackCall("POST", url, body: body)))
        if reply.map({ String(decoding: $0.body, as: UTF8.self) }) != body { count += 1 }
    }
    return count
}
