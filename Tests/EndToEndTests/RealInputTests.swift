import Testing

/// The real binary, one test after another: most of them load the machine.
@Suite("End to end", .serialized, .enabled(if: Repository.missing == nil, "\(Repository.missing ?? "")"))
enum EndToEnd {}

extension EndToEnd {
    /// Real signatures, live peers, SIGKILL and a tracer.
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

        @Test("what a topic signs is believed, and nothing else: subscription, bounce, complaint, delivery")
        func moto() async throws {
            try await Check(name: "moto", script: "moto_topics").run()
        }

        @Test("texts through a real gateway: sent, reported, stopped by the person")
        func kannel() async throws {
            try await Check(name: "Kannel", script: "kannel_texts").run()
        }

        @Test("mail is taken as it was written; 4xx comes again, 5xx does not, silence is unknown")
        func aiosmtpd() async throws {
            try await Check(name: "aiosmtpd", script: "smtp_mails").run()
        }

        @Test("requests that two readers could take apart in two ways are refused, and what hides in them is not seen")
        func smuggling() async throws {
            try await Check(name: "smuggling", script: "smuggling").run()
        }

        @Test("no secret is in a log or an answer, whatever fails")
        func secrets() async throws {
            try await Check(name: "secrets", script: "secrets_kept").run()
        }

        @Test("a thin event of a CRM that is down for three tries becomes an account, and waits in sight")
        func thinEvent() async throws {
            try await Check(name: "thin event", script: "thin_event").run()
        }

        @Test("a STOP that came while the daemon was down is read before anything leaves")
        func stopWhileDown() async throws {
            try await Check(name: "STOP while down", script: "stop_while_down").run()
        }

        @Test("secrets that are handed over, nonces and senders behind a proxy; what came, recorded without its people")
        func handedOver() async throws {
            try await Check(name: "handed over", script: "handed_over").run()
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
