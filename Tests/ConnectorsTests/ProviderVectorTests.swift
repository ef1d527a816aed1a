import Core
import Testing

@testable import Connectors

/// Signatures and payloads collected from the providers' own libraries and pages (`provider_vectors.json`), for every
/// provider that has a connector here.
@Suite("Provider vectors") struct ProviderVectorTests {
    /// One signature or one payload.
    private struct Vector {
        let id: String
        let json: JSON
        let connector: Connector

        /// What the connector makes of it: the same reading as `connector try --batch`.
        func trial(skipsVerification: Bool = false) throws -> Trial {
            var object = json.object ?? [:]
            object["skip_verify"] = .bool(skipsVerification)
            let input = try TrialInput(.object(object), now: noon)
            return input.trial(of: input.source(of: connector))
        }
    }

    private static func all(_ kind: String) throws -> [Vector] {
        let json = try JSON.parse(try Repository.text("Tests/Data/provider_vectors.json"))
        let names = Repository.connectors
        var compiled: [String: Connector] = [:]
        return try (json[kind]?.array ?? []).compactMap { vector in
            let name = (vector["provider"]?.string ?? "").replacing("_", with: "-")
            guard names.contains(name) else { return nil }
            let connector = try compiled[name] ?? Repository.connector(name)
            compiled[name] = connector
            return Vector(id: vector["id"]?.string ?? "", json: vector, connector: connector)
        }
    }

    @Test("every signature is judged, and answered, as its provider does")
    func signatures() throws {
        let vectors = try Self.all("vectors")
        let passed = try count(vectors) { vector in
            let trial = try vector.trial()
            let isValid = vector.json["expect"]?.string == "valid"
            let verdict = trial.isVerified == isValid ? [] : ["verified is \(trial.isVerified): \(trial.reason)"]
            return verdict + differences(trial.answer, vector.json["expect_response"])
        }
        print("provider vectors: \(passed) of \(vectors.count) signatures")
        #expect(passed == 234)
    }

    @Test("every payload becomes the events it should")
    func payloads() throws {
        let payloads = try Self.all("payloads")
        let passed = try count(payloads) { payload in
            let trial = try payload.trial(skipsVerification: true)
            return trial.failure.map { [$0] } ?? differences(trial.events, payload.json["expected"]?.array ?? [])
        }
        print("provider vectors: \(passed) of \(payloads.count) payloads")
        #expect(passed == 152)
    }

    private func count(_ vectors: [Vector], differences: (Vector) throws -> [String]) throws -> Int {
        try vectors.count { vector in
            let found = try differences(vector)
            #expect(found.isEmpty, "\(vector.id): \(found.joined(separator: "; "))")
            return found.isEmpty
        }
    }

    private func differences(_ events: [Event], _ wanted: [JSON]) -> [String] {
        guard wanted.count == events.count else { return ["\(events.count) events, not \(wanted.count)"] }
        return zip(events, wanted).flatMap { event, wanted in
            var wanted = wanted.object ?? [:]
            if wanted["occurred_at"] == .null { wanted["occurred_at"] = .string(noon.description) }
            return Subset.compare(.object(event.flat), with: .object(wanted), path: event.type.rawValue).map(\.text)
        }
    }

    /// Headers are a subset, a media type counts without its parameters, and of XML a part is looked for.
    private func differences(_ answer: HookAnswer, _ wanted: JSON?) -> [String] {
        guard let wanted else { return [] }
        let body = String(decoding: answer.body, as: UTF8.self)
        let type = answer.contentType.map { String($0.prefix { $0 != ";" }) }
        var found = wanted["status"]?.int == Int64(answer.status) ? [] : ["status is \(answer.status)"]
        if let wanted = wanted["body"]?.string, wanted != body { found.append("body is \(body)") }
        if let part = wanted["body_xml_contains"]?.string, !body.contains(part) { found.append("body is \(body)") }
        if let wanted = wanted["content_type"]?.string, wanted != type { found.append("type is \(type ?? "not said")") }
        for header in wanted["headers"]?.object?.members ?? [] {
            let given = answer.headers.first { $0.name.lowercased() == header.name.lowercased() }?.value
            if given != header.value.string { found.append("\(header.name) is \(given ?? "not there")") }
        }
        return found
    }
}
