import Core
import Foundation
import Testing

@testable import Connectors

/// Every valid request of `provider_vectors.json`, recorded: disguised and signed anew it is still its provider's.
@Suite("Recorded vectors") struct RecorderVectorTests {
    private struct Subject {
        let id: String
        let connector: Connector
        let text: String
        let input: TrialInput
        let trial: Trial

        init?(_ vector: JSON) throws {
            id = vector["id"]?.string ?? ""
            let name = (vector["provider"]?.string ?? "").replacing("_", with: "-")
            guard Repository.connectors.contains(name) else { return nil }
            connector = try Repository.connector(name)
            text = try Repository.text("Connectors/\(name)/connector.yaml")
            input = try TrialInput(vector, now: noon)
            trial = input.trial(of: input.source(of: connector))
            guard trial.isVerified, trial.failure == nil else { return nil }
        }

        func record() -> Recorder.Outcome {
            var recorder = Recorder(source: input.source(of: connector), connectorText: text, salt: Array("s".utf8))
            return recorder.record(input.webhook)
        }

        /// Addresses, numbers of telephones and secrets, found by other means than a recorder's.
        var personal: [String] {
            let pairs = FormText.pairs(input.webhook.body) + FormText.query(of: input.webhook.url)
            let text = ([String(decoding: input.webhook.body, as: UTF8.self)] + pairs.map(\.value)).joined(
                separator: " "
            )
            let words = text.split { !($0.isLetter || $0.isNumber || "+@._-".contains($0)) }.map(String.init)
            let addresses = words.filter { $0.contains("@") && $0.contains(".") && !$0.hasPrefix("@") }
            let numbers = words.filter { $0.hasPrefix("+") && $0.count > 8 && $0.dropFirst().allSatisfy(\.isNumber) }
            let secrets = input.secrets.names.flatMap { input.secrets[$0] }.map { $0.reveal() }
                .filter { $0.count > 5 && !input.secrets.names.contains($0) }
            return addresses + numbers + secrets
        }
    }

    /// All of them, or the first of each provider.
    private static func subjects() throws -> [Subject] {
        let json = try JSON.parse(try Repository.text("Tests/Data/provider_vectors.json"))
        let isProof = ProcessInfo.processInfo.environment["PROVE"] == "1"
        var counts: [String: Int] = [:]
        return try (json["vectors"]?.array ?? []).compactMap { vector in
            let provider = vector["provider"]?.string ?? ""
            guard isProof || counts[provider, default: 0] < 1, let subject = try Subject(vector) else { return nil }
            counts[provider, default: 0] += 1
            return subject
        }
    }

    @Test("each becomes a case that passes, in which the same happens, and nothing personal is left")
    func all() throws {
        let subjects = try Self.subjects()
        var personal = 0
        for subject in subjects {
            guard case .recorded(let item) = subject.record() else {
                Issue.record("\(subject.id) is left out")
                continue
            }
            let cases = try ConnectorCase.readAll(item.yaml, name: "tests.yaml")
            let differences = cases.flatMap { $0.differences(of: subject.connector, among: cases) }
            #expect(cases.count == 1 && differences.isEmpty, "\(subject.id): \(differences.map(\.text))")
            #expect(item.events.map(\.type) == subject.trial.events.map(\.type), "\(subject.id)")
            for original in subject.personal {
                personal += 1
                #expect(!item.yaml.contains(original), "\(subject.id): \(original)")
            }
        }
        print("recorded vectors: \(subjects.count), \(personal) personal texts replaced in them")
        #expect(subjects.count >= 43)
        #expect(personal > 60)
    }
}
