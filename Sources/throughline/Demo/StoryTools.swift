import Core
import Sandbox

extension Story {
    /// Lets a sandbox provider tell the daemon something.
    ///
    /// A request that is refused is part of the story.
    func cause(_ source: String, _ event: String, _ input: JSON) async throws {
        let (status, json) = try await stage.sandboxClient.post("/\(source)/_events/\(event)", input)
        guard status == 200 else {
            throw GatewayClient.Failure(
                description: "the sandbox answered \(status) to \(source)/\(event): \(json.text)"
            )
        }
    }

    /// The timeline of whoever holds an identifier.
    func timeline(_ identifier: String) async throws -> [JSON] {
        let found = try await stage.client.get("/v1/customers?identifier=\(identifier.queryEncoded)")
        guard let id = found["customers"]?.array?.first?["id"]?.string else { return [] }
        var events: [JSON] = []
        var path = "/v1/customers/\(id)/timeline?limit=20"
        while true {
            let page = try await stage.client.get(path)
            events += page["events"]?.array ?? []
            guard let next = page["next"]?.string else { return events }
            path = "/v1/customers/\(id)/timeline?limit=20&after=\(next)"
        }
    }

    func quarantine() async throws -> [JSON] {
        (try await stage.client.get("/v1/quarantine")["entries"]?.array ?? []).reversed()
    }

    /// Waits until a timeline has so many events of a type.
    func until(_ identifier: String, _ type: String, count: Int = 1) async throws {
        for _ in 0..<500 {
            let events = try await timeline(identifier)
            if events.count(where: { $0.isOf(type) }) >= count { return try await settle() }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw GatewayClient.Failure(description: "\(type) did not come to \(identifier) within ten seconds")
    }

    /// Waits until nothing is left to do at this instant of the clock: nothing unread, nothing under way.
    func settle() async throws {
        var quiet = 0
        for _ in 0..<500 where quiet < 3 {
            let metrics = try await stage.client.text("/metrics")
            let isBusy = metrics.split(separator: "\n").contains { line in
                let counts = ["throughline_pending_items ", "throughline_due_deliveries ", "throughline_due_runs "]
                return counts.contains { line.hasPrefix($0) && !line.hasSuffix(" 0") }
            }
            quiet = isBusy || stage.sandbox.pendingCallbacks > 0 ? 0 : quiet + 1
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

extension JSON {
    /// Whether an event of the API is of a type.
    func isOf(_ type: String) -> Bool { self["type"]?.string == EventType(rawValue: type).wireName }

    /// Whether an event of the API happened at an instant or later.
    func isNot(before start: Timestamp) -> Bool {
        self["time"]?.string.flatMap { Timestamp(rfc3339: $0) }.map { $0 >= start } ?? false
    }
}
