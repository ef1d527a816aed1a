import Testing

/// The real binary, one test after another: most of them load the machine.
@Suite("End to end", .serialized, .enabled(if: Repository.missing == nil, "\(Repository.missing ?? "")"))
enum EndToEnd {}

extension EndToEnd {
    /// Real signatures, a live peer, SIGKILL and a tracer.
    @Suite("Real input") struct RealInputTests {
        @Test(
            "webhooks signed by the providers' SDKs: each genuine one once, duplicates marked, forgeries in quarantine"
        )
        func sdkWebhooks() async throws {
            try await Check(
                name: "SDKs",
                script: "sdk_webhooks",
                options: ["--count", "50"],
                proof: ["--count", "1000"]
            )
            .run()
        }

        @Test("a payment made at localstripe reaches the timeline")
        func localstripe() async throws {
            try await Check(name: "localstripe", script: "localstripe_payment").run()
        }

        @Test("kill -9 while webhooks arrive: nothing acknowledged is missing, nothing doubled")
        func crash() async throws {
            let proof = ["--kills", "25", "--rate", "500"]
            try await Check(name: "kill -9", script: "crash", options: ["--kills", "2", "--rate", "500"], proof: proof)
                .run()
        }

        @Test("SIGTERM under load loses nothing; a second daemon is turned away")
        func gracefulStop() async throws {
            try await Check(name: "SIGTERM", script: "graceful_stop", proof: ["--stops", "10"]).run()
        }

        @Test("the sync returns before the 2xx leaves")
        func syncBeforeAnswer() async throws {
            try await Check(name: "system calls", script: "sync_before_answer", proof: ["--count", "20"]).run()
        }
    }
}
