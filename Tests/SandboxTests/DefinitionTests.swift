import Core
import Testing

@testable import Sandbox

@Suite("Definitions") struct DefinitionTests {
    @Test(
        "every shipped sandbox is read, warns of nothing and makes every secret that is needed",
        arguments: Repository.sandboxes
    )
    func shipped(name: String) throws {
        let definition = try Repository.sandbox(name)
        #expect(definition.warnings.isEmpty, "\(definition.warnings.map(\.rendered).joined(separator: "\n"))")
        #expect(definition.connector == name)
        #expect(!definition.routes.isEmpty)
        #expect(!definition.events.isEmpty)
        let declared = try Repository.connector(name).secrets
        #expect(definition.secrets.allSatisfy { declared.contains($0.name) })
    }

    @Test("all four are there")
    func all() {
        #expect(Set(Repository.sandboxes).isSuperset(of: ["sendgrid", "standard-webhooks", "stripe", "twilio"]))
    }

    @Test(
        "say what is wrong, and where",
        arguments: [
            ("version: 1", "1:1 missing-key: `sandbox` is missing (add `sandbox: …`)"),
            ("sandbox: x\nversion: 1\nroute: []", "3:1 unknown-key: unknown key `route` (did you mean `routes`?)"),
            (
                route("when: \"true\", respond: {status: 200, json: {}, text: hi}"),
                "3:44 bad-value: a message has one body, not `json` and `text` (leave all but one out)"
            ),
            (
                route("when: \"true\", respond: {status: 200}, accepted: {to: x}"),
                "3:59 bad-value: `accepted` is for requests that are accepted (add `id: …` to the route)"
            ),
            (
                route("when: pathh == \"/\", respond: {status: 200}"),
                "3:27 cel-unknown-name: unknown name `pathh` (did you mean `path`?)"
            ),
            (
                route("when: \"true\", respond: {status: 99}"),
                "3:53 bad-value: `status` must be from 100 to 599"
            ),
            (
                route("when: \"true\", id: x, respond: {status: 200}, callbacks: [{after: 1s}]"),
                "3:78 missing-key: a callback needs `url` or `hook` (`hook: true` posts to the source's own hook, `url:` elsewhere)"
            ),
            (
                route("when: \"true\", let: {body: path}, respond: {status: 200}"),
                "3:41 bad-name: `body` has a meaning already"
            ),
            (
                "sandbox: x\nversion: 1\nevents: {e: {id: x, input: {a: strin}}}",
                "3:32 bad-value: no value is of type `strin` (did you mean `string`?)"
            ),
            (
                "sandbox: x\nversion: 1\nevents: {e: {id: x, input: {times: int}}}",
                "3:29 bad-name: `times` is an option of every event"
            ),
            (
                "sandbox: x\nversion: 1\nsecrets: {key: {keypair: rsa}}",
                "3:26 bad-value: `keypair` cannot be `rsa` (one of: ecdsa-p256, ed25519)"
            ),
        ]
    )
    func problem(yaml: String, wanted: String) {
        #expect(problems(yaml) == [wanted])
    }

    private static func route(_ rest: String) -> String {
        "sandbox: x\nversion: 1\nroutes: [{route: r, \(rest)}]"
    }

    private func problems(_ yaml: String) -> [String] {
        do throws(Diagnostics) {
            return try SandboxDefinition.read(yaml, name: "sandbox.yaml").warnings.map(Self.summary)
        } catch {
            return error.all.map(Self.summary)
        }
    }

    private static func summary(_ problem: Diagnostic) -> String {
        let hint = problem.hint.map { " (\($0))" } ?? ""
        return "\(problem.place.line):\(problem.place.column) \(problem.code): \(problem.message)\(hint)"
    }
}
