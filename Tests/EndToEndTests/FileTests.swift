import Foundation
import Testing

extension EndToEnd {
    /// What people write: files that change under a running daemon, and what editors know of them.
    @Suite("Files") struct FileTests {
        @Test("connector.yaml is edited while webhooks arrive, half of the edits broken: nothing lost, nothing refused")
        func underLoad() async throws {
            let proof = ["--edits", "20", "--rate", "500"]
            try await Check(
                name: "reload",
                script: "reload",
                options: ["--edits", "20", "--rate", "300"],
                proof: proof
            )
            .run()
        }

        @Test(
            "the schemas for editors are those the binary prints, and every file that comes with the gateway is valid"
        )
        func schemas() async throws {
            try await Check(name: "schemas", script: "schemas").run()
        }

        @Test("the doctor tells what is wrong with a source before anything runs, and shows no secret")
        func doctor() async throws {
            try await Repository.withTemporaryFolder { folder in
                let new = [
                    Repository.binary, "connector", "new", "carrier", "--scheme", "token", "--header", "X-Token",
                ]
                #expect(try await Command.run(new, in: folder, seconds: 30).status == 0)
                let config = """
                    sources: {in: {connector: carrier, secrets: {webhook_token: [{file: carrier.secret}]}}}
                    creditors: {acme: {name: Acme Dental, actor: first_party_creditor}}
                    """
                try config.write(to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
                for (secret, status) in [("q8Zx41mPv0Lw7Rk2", 0), ("swordfish ", 1), ("changeme", 1)]
                    as [(String, Int32)]
                {
                    try secret.write(to: folder.appending(path: "carrier.secret"), atomically: true, encoding: .utf8)
                    for command in [
                        ["doctor"], ["connector", "doctor", "carrier"], ["connector", "doctor", "--json"],
                    ] {
                        let run = try await Command.run([Repository.binary] + command + ["--offline"], in: folder)
                        #expect(run.status == status, "\(run.output)")
                        #expect(!run.output.contains(secret) && run.output.contains("webhook_token"), "\(run.output)")
                    }
                }
            }
        }
    }
}
