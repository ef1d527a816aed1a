import Core
import Synchronization
import Testing

@testable import Web

@Suite("Configuration over the API") struct ReloadTests {
    private static let problem = Diagnostic(
        "unknown-key",
        "unknown key `dekode`",
        hint: "did you mean `decode`?",
        file: SourceFile(name: "connector.yaml", text: "dekode: swordfish"),
        place: SourcePlace(line: 1, column: 1)
    )

    /// Refuses the first reload and takes the second, as a daemon would.
    private final class Files: Sendable {
        let state = Current(ConfigurationState())
        private let asked = Mutex(0)

        var reloading: Reloading { Reloading(state: state) { [self] in reload() } }

        private func reload() -> ReloadOutcome {
            let isFirst = asked.withLock { count in
                count += 1
                return count == 1
            }
            var new = ConfigurationState()
            if isFirst { new.problems = [ReloadTests.problem] } else { new.needsRestart = ["server.listen"] }
            state.replace(new)
            return isFirst ? .refused(new.problems) : .taken(changes: ["sources": ["added": ["crm"]]])
        }
    }

    @Test("a refused reload is answered 422 with every problem; the daemon stays ready and says so")
    func refused() async throws {
        try await House.open(reloading: Files().reloading) { port in
            let refusal = try await ask("POST", "/v1/reload", port: port)
            #expect(refusal.status == 422 && refusal.isProblem)
            let answer = try JSON.parse(Array(refusal.body.utf8))
            #expect(answer["config"] == "refused" && answer["problems"]?.array?.first?["line"] == 1)
            let ready = try await ask("GET", "/readyz", port: port)
            #expect(ready.status == 200)
            let state = try JSON.parse(Array(ready.body.utf8))
            #expect(state["status"] == "ready" && state["config"] == "refused")
            #expect(state["problems"]?.array?.first?["hint"] == "did you mean `decode`?")
            #expect(
                !refusal.body.contains("swordfish") && !ready.body.contains("swordfish"),
                "a line of a file is shown"
            )
        }
    }

    @Test("a good one is answered with what changed, and what waits for a restart is shown")
    func taken() async throws {
        try await House.open(reloading: Files().reloading) { port in
            _ = try await ask("POST", "/v1/reload", port: port)
            let taken = try await ask("POST", "/v1/reload", port: port)
            #expect(taken.status == 200)
            #expect(try JSON.parse(Array(taken.body.utf8))["changes"]?["sources"]?["added"] == ["crm"])
            let state = try JSON.parse(Array(try await ask("GET", "/readyz", port: port).body.utf8))
            #expect(state["config"] == "accepted" && state["problems"] == nil)
            #expect(state["needs_restart"] == ["server.listen"])
        }
    }

    @Test("what is in force is shown by name and version")
    func inForce() async throws {
        try await House.open { port in
            let answer = try await ask("GET", "/v1/config", port: port)
            let config = try JSON.parse(Array(answer.body.utf8))
            #expect(config["config"] == "accepted" && config["sources"]?["pay"] == "test@1")
        }
    }

    @Test("without files there is nothing to read again; without a key nobody asks for it")
    func unavailable() async throws {
        #expect(try await House.open { try await ask("POST", "/v1/reload", port: $0) }.status == 409)
        #expect(
            try await House.open(keys: [Secret("k")]) { try await ask("POST", "/v1/reload", port: $0) }.status == 401
        )
    }

    private func ask(_ method: String, _ path: String, port: Int) async throws -> Received {
        try await apart {
            let wire = try Wire(port: port)
            wire.send("\(method) \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            return wire.receive()
        }
    }
}
