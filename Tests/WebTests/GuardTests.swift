import NIOCore
import Testing

@testable import Web

@Suite("The guard of a connection") struct GuardTests {
    private let hasty = Deadlines(
        head: .milliseconds(400),
        body: .milliseconds(800),
        farewell: .seconds(5),
        linger: .milliseconds(100)
    )

    @Test("an endless body is answered 413, cut within two seconds, and not read on")
    func endlessBody() async throws {
        try await House.open { port in
            let (flood, answer) = try await apart {
                let wire = try Wire(port: port)
                wire.send("POST /hooks/pay HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
                let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x61, count: 0x10000) + Array("\r\n".utf8)
                return (wire.flood(chunk, seconds: 2), wire.receive(patience: 1))
            }
            #expect(flood.isCut && flood.sent < 16 * 1024 * 1024, "\(flood)")
            #expect(answer.status == 413 && answer.isProblem && answer.header("connection") == "close")
        }
    }

    @Test("a body that is declared too long is answered 413 at once, though it may be expected")
    func declaredTooLong() async throws {
        try await House.open { port in
            let answer = try await apart {
                let wire = try Wire(port: port)
                wire.send(
                    "POST /hooks/pay HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2000000\r\n\r\n"
                )
                return wire.receive()
            }
            #expect(answer.status == 413 && answer.isProblem && answer.isClosed)
        }
    }

    @Test("any answer before the end of the body is the last; its end is said before the connection is closed")
    func earlyAnswer() async throws {
        try await House.open(deadlines: Deadlines(linger: .seconds(20))) { port in
            let answer = try await apart {
                let wire = try Wire(port: port)
                wire.send("POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf")
                return wire.receive()
            }
            #expect(answer.status == 404 && answer.header("connection") == "close" && answer.isClosed)
        }
    }

    @Test("a body that drips is cut at its deadline, however often a byte comes")
    func slowBody() async throws {
        try await House.open(deadlines: hasty) { port in
            let (seconds, answer) = try await drip(
                "POST /hooks/pay HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n",
                port: port
            )
            #expect((0.7..<4).contains(seconds) && answer.status == 408 && answer.isProblem, "\(seconds) \(answer)")
        }
    }

    @Test("a head that drips is cut at its deadline")
    func slowHead() async throws {
        try await House.open(deadlines: hasty) { port in
            let (seconds, answer) = try await drip("GET /healthz HTTP/1.1\r\nx-long: ", port: port)
            #expect((0.3..<4).contains(seconds) && answer.status == 408 && answer.isProblem, "\(seconds) \(answer)")
        }
    }

    @Test("a quiet connection between requests is left alone, also after requests in pieces")
    func keepAlive() async throws {
        try await House.open(deadlines: hasty) { port in
            let answers = try await apart {
                let wire = try Wire(port: port)
                return try (0..<3).map { _ in
                    for piece in ["POST /hooks/pay HT", "TP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{", "}"] {
                        try #require(wire.send(piece))
                        pause(milliseconds: 50)
                    }
                    let answer = wire.receive { $0.contains("\r\n\r\n") }
                    pause(milliseconds: 1200)
                    return answer
                }
            }
            #expect(answers.allSatisfy { $0.status == 200 && $0.header("connection") == nil }, "\(answers)")
        }
    }

    @Test("what is no HTTP is answered 400, a head without end 431, and the connection is closed")
    func malformed() async throws {
        try await House.open { port in
            for (request, status) in [
                ("GET\u{0}/ nonsense\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nx: \(String(repeating: "a", count: 200_000))\r\n\r\n", 431),
                ("POST /hooks/pay HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400),
                ("GET /healthz HTTP/1.1\r\n\r\n", 400),
                ("GET /healthz HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n", 400),
                ("GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\ncontent-length: 1\r\n\r\n", 400),
                ("GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: b\r\n folded\r\n\r\n", 400),
            ] {
                let answer = try await apart {
                    let wire = try Wire(port: port)
                    wire.send(request)
                    return wire.receive()
                }
                #expect(answer.status == status && answer.isProblem && answer.isClosed, "\(answer)")
            }
        }
    }

    /// Sends a byte every 50 ms until the server has closed, or for five seconds; says how long that took.
    private func drip(_ beginning: String, port: Int) async throws -> (seconds: Double, answer: Received) {
        try await apart {
            let wire = try Wire(port: port)
            let start = ContinuousClock.now
            wire.send(beginning)
            while wire.send("a"), ContinuousClock.now - start < .seconds(5) { pause(milliseconds: 50) }
            let time = (ContinuousClock.now - start).components
            return (Double(time.seconds) + Double(time.attoseconds) / 1e18, wire.receive(patience: 1))
        }
    }
}
