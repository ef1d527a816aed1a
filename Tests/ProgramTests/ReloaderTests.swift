import Connectors
import Core
import Foundation
import Logging
import Outbound
import Pipeline
import Policy
import Testing
import Web

@testable import throughline

@Suite("Reloading") struct ReloaderTests {
    /// A daemon's files in a folder of their own.
    private struct Files {
        let folder: String

        init(in folder: String) throws {
            self.folder = folder
            try write("secret", "one\n")
            try write("Connectors/carrier/connector.yaml", Files.connector(1))
            try write("config.yaml", Files.config())
        }

        func write(_ name: String, _ text: String) throws {
            let file = URL(filePath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }

        func reloader() throws -> (Reloader, InForce) {
            let files = SettingsFiles(file: "\(folder)/config.yaml")
            let reading = files.read()
            let settings = try reading.result.get()
            let inForce = InForce(settings)
            let reloader = Reloader(
                files,
                version: SettingsFiles.Version(settings: settings, seen: reading.seen),
                inForce: inForce,
                clock: SystemClock(),
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            return (reloader, inForce)
        }

        static func config(_ sources: [String] = ["in"], more: String = "") -> String {
            let lines = sources.map { "  \($0): {connector: carrier, secrets: {token: [{file: secret}]}}\n" }
            return """
                sources:
                \(lines.joined())creditors: {acme: {name: Acme Dental, actor: first_party_creditor}}
                \(more)
                """
        }

        static func connector(_ version: Int, verify: String = "query.token") -> String {
            """
            connector: carrier
            version: \(version)
            secrets: [token]
            verify: {all: [{type: equals, value: \(verify), secret: token}]}
            normalize: {rules: []}
            """
        }
    }

    private func changes(_ outcome: ReloadOutcome) -> JSON? {
        if case .taken(let changes) = outcome { changes } else { nil }
    }

    @Test("files that are bad replace nothing; the next good ones do")
    func badFiles() async throws {
        try await withFolder { folder in
            let files = try Files(in: folder)
            let (reloader, inForce) = try files.reloader()
            try files.write("Connectors/carrier/connector.yaml", Files.connector(2, verify: "query.token =="))
            guard case .refused(let problems) = await reloader.reload(by: .request) else {
                Issue.record("bad files are taken")
                return
            }
            #expect(problems.contains { $0.place.line == 4 && $0.severity == .error })
            #expect(reloader.state.value.problems == problems)
            #expect(inForce.configuration.value.sources["in"]?.connector.label == "carrier@1")
            try files.write("Connectors/carrier/connector.yaml", Files.connector(3))
            let changes = changes(await reloader.reload(by: .request))
            #expect(changes == ["connectors": ["changed": ["carrier@1 -> carrier@3"]]])
            #expect(reloader.state.value.problems.isEmpty)
            #expect(inForce.configuration.value.sources["in"]?.connector.label == "carrier@3")
            #expect(inForce.outbound.value.sources["in"]?.connector.label == "carrier@3")
        }
    }

    @Test("what changed is told by name")
    func changes() async throws {
        try await withFolder { folder in
            let files = try Files(in: folder)
            let (reloader, _) = try files.reloader()
            #expect(changes(await reloader.reload(by: .request)) == [:])
            try files.write("config.yaml", Files.config(["in", "two"]))
            #expect(changes(await reloader.reload(by: .request)) == ["sources": ["added": ["two"]]])
            try files.write("secret", "other\n")
            #expect(changes(await reloader.reload(by: .request)) == ["sources": ["changed": ["in", "two"]]])
            try files.write("config.yaml", Files.config(more: "policy: {packs: [house]}"))
            let last = changes(await reloader.reload(by: .request))
            #expect(last?["sources"] == ["removed": ["two"]] && last?["policy"] == ["added": ["packs"]])
        }
    }

    @Test("an address or a store cannot be changed under way, which is said as long as it is so")
    func needsRestart() async throws {
        try await withFolder { folder in
            let files = try Files(in: folder)
            let (reloader, inForce) = try files.reloader()
            let more = "server: {listen: 127.0.0.1:9, max_body: 2KiB}\nstore: {url: \"sqlite:other.db\"}"
            try files.write("config.yaml", Files.config(more: more))
            for _ in 1...2 {
                let changes = changes(await reloader.reload(by: .request))
                #expect(changes?["needs_restart"] == ["server.listen", "store.url"])
            }
            #expect(inForce.configuration.value.reach.maxBody == 2048)
            try files.write("config.yaml", Files.config())
            #expect(changes(await reloader.reload(by: .request))?["needs_restart"] == nil)
            #expect(reloader.state.value.needsRestart.isEmpty)
        }
    }

    @Test("many who ask at once are all answered by files read after they asked")
    func together() async throws {
        try await withFolder { folder in
            let files = try Files(in: folder)
            let (reloader, inForce) = try files.reloader()
            for version in 2...6 {
                try files.write("Connectors/carrier/connector.yaml", Files.connector(version))
                await withDiscardingTaskGroup { group in
                    for _ in 1...8 { group.addTask { _ = await reloader.reload(by: .request) } }
                }
                #expect(inForce.configuration.value.sources["in"]?.connector.label == "carrier@\(version)")
            }
        }
    }

    @Test("a change is noticed without being told")
    func follows() async throws {
        try await withFolder { folder in
            let files = try Files(in: folder)
            let (reloader, inForce) = try files.reloader()
            let follower = Task { await reloader.follow() }
            defer { follower.cancel() }
            try files.write("Connectors/carrier/connector.yaml", Files.connector(2))
            let end = ContinuousClock.now + .seconds(60)
            while inForce.configuration.value.sources["in"]?.connector.label != "carrier@2", ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(inForce.configuration.value.sources["in"]?.connector.label == "carrier@2")
        }
    }
}
