import Connectors
import Core
import HTTPTypes
import Hummingbird
import Pipeline
import Policy

/// `/v1/config` and `/v1/reload`: what is in force, and what to read again.
struct ConfigurationRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("config", .get, use: show)
        group.route("reload", .post, use: reload)
    }

    @Sendable
    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let outline = gateway.configuration.value.outline
        return Response(json: .object(gateway.reloading.state.value.members.merging(outline)))
    }

    @Sendable
    private func reload(_ request: Request, _ context: GatewayContext) async throws -> Response {
        guard let reload = gateway.reloading.reload else {
            throw Problem(.conflict, "This daemon has nothing to read again.")
        }
        switch await reload() {
        case .taken(let changes): return Response(json: ["config": "taken", "changes": changes])
        case .refused(let problems): return Self.refusal(problems)
        }
    }

    private static func refusal(_ problems: [Diagnostic]) -> Response {
        let problem = Problem(.unprocessableContent, "The files are refused; what was in force stays in force.")
        var answer = problem.json.object ?? [:]
        answer["config"] = "refused"
        answer["problems"] = .array(problems.map(\.json))
        return Response(json: .object(answer), status: problem.status, type: "application/problem+json")
    }
}

extension Configuration {
    /// What it consists of, by name and version.
    fileprivate var outline: JSONObject {
        [
            "sources": .object(
                JSONObject(sources.keys.sorted().map { ($0, sources[$0].map { .string($0.connector.label) } ?? .null) })
            ),
            "creditors": .array(creditors.keys.sorted().map(JSON.string)),
            "playbooks": .array(policy.playbooks.values.map { "\($0.name)@\($0.version)" }.sorted().map(JSON.string)),
            "templates": .array(policy.templates.keys.sorted().map(JSON.string)),
            "triggers": .array(triggers.keys.sorted().map(JSON.string)),
            "policy": .string(policy.gate.digest), "tzdata": .string(policy.gate.tzdata),
        ]
    }
}
