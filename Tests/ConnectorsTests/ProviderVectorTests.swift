import Core
import Testing

@testable import Connectors

/// Signatures and payloads collected from the providers' own libraries and pages (`provider_vectors.json`).
@Suite("Provider vectors") struct ProviderVectorTests {
    private static let wanted: Set<String> = ["stripe", "twilio", "sendgrid", "standard_webhooks"]
    /// What needs a part of the format that is not available yet.
    private static let later: Set<String> = ["sendgrid-p06"]

    private static func all(_ kind: String) throws -> [JSON] {
        let json = try JSON.parse(try Repository.text("Tests/Data/provider_vectors.json"))
        return (json[kind]?.array ?? []).filter { wanted.contains($0["provider"]?.string ?? "") }
    }

    @Test("every signature is judged as its provider does")
    func signatures() throws {
        let vectors = try Self.all("vectors")
        var passed = 0
        for vector in vectors {
            let trial = try trial(vector)
            let isValid = vector["expect"]?.string == "valid"
            #expect(trial.isVerified == isValid, "\(vector["id"]?.string ?? ""): \(trial.reason)")
            if trial.isVerified == isValid { passed += 1 }
        }
        print("provider vectors: \(passed) of \(vectors.count) signatures")
        #expect(passed == 42)
    }

    @Test("every payload becomes the events it should")
    func payloads() throws {
        let payloads = try Self.all("payloads")
        var passed = 0
        for payload in payloads {
            let id = payload["id"]?.string ?? ""
            let differences = try differences(payload)
            #expect(differences.isEmpty != Self.later.contains(id), "\(id): \(differences.joined(separator: "; "))")
            if differences.isEmpty { passed += 1 }
        }
        print("provider vectors: \(passed) of \(payloads.count) payloads")
        #expect(passed == 24)
    }

    private func differences(_ payload: JSON) throws -> [String] {
        let trial = try trial(payload, skipsVerification: true)
        if let failure = trial.failure { return [failure] }
        let wanted = payload["expected"]?.array ?? []
        guard wanted.count == trial.events.count else { return ["\(trial.events.count) events"] }
        return zip(trial.events, wanted).flatMap { event, wanted in
            var wanted = wanted.object ?? [:]
            if wanted["occurred_at"] == .null { wanted["occurred_at"] = .string(noon.description) }
            return Subset.differences(of: .object(event.flat), from: .object(wanted), path: event.type.rawValue)
        }
    }

    private func trial(_ vector: JSON, skipsVerification: Bool = false) throws -> Trial {
        let name = try #require(vector["provider"]?.string).replacing("_", with: "-")
        let request = try #require(vector["request"])
        let headers = (request["headers"]?.object?.members ?? []).map { ($0.name.lowercased(), $0.value.string ?? "") }
        let encoded = request["body_base64"]?.string
        let now = vector["now"]?.int.map { Timestamp(seconds: $0) } ?? noon
        let webhook = RawWebhook(
            source: name,
            method: request["method"]?.string ?? "",
            url: request["url"]?.string ?? "",
            headers: headers,
            body: encoded.flatMap { Base64.decode($0) } ?? Array((request["body"]?.string ?? "").utf8),
            received: now
        )
        let secrets = (vector["secrets"]?.object?.members ?? []).map { member in
            (member.name, (member.value.array ?? []).compactMap(\.string))
        }
        let source = source(
            try Repository.connector(name),
            secrets: Dictionary(uniqueKeysWithValues: secrets),
            config: vector["config"]?.object ?? [:]
        )
        return Trial(webhook, source: source, now: now, skipsVerification: skipsVerification)
    }
}
