import Core
import Foundation
import Testing

@testable import Connectors

/// Every valid request of `provider_vectors.json`, changed a little: what changes anything that is signed is refused.
@Suite("Mutated requests") struct MutationTests {
    private static let seed: UInt64 = 20_251_009
    /// Mutations of one request.
    private static let count = ProcessInfo.processInfo.environment["PROVE"] == "1" ? 400 : 20

    /// A request that is believed, and what its provider signs.
    private struct Subject {
        let id: String
        let provider: String
        let input: TrialInput
        let source: Source
        let scheme: Scheme
        /// The proofs of the request that are good by themselves.
        let good: Set<String>

        init?(_ vector: JSON, _ connectors: [String: Connector]) throws {
            provider = vector["provider"]?.string ?? ""
            id = vector["id"]?.string ?? ""
            guard let connector = connectors[provider.replacing("_", with: "-")] else { return nil }
            input = try TrialInput(vector, now: noon)
            source = input.source(of: connector)
            guard input.trial(of: source).reason == "ok" else { return nil }
            scheme = try #require(Scheme.of(input.webhook, by: provider), "no scheme of \(provider)")
            let (scheme, input, source) = (scheme, input, source)
            let words = scheme.words(in: input.webhook)
            let proofs = words.map(\.meant).filter { word in
                let others = words.filter { $0.meant != word }.map(\.written)
                return Self.accepts(others.reduce(input.webhook) { $0.spoiling($1) }, input, source)
            }
            good = Set(proofs).union(scheme.writing == .plain && !proofs.isEmpty ? Self.secrets(of: input) : [])
        }

        /// Where a secret itself is the proof, any that is active is good.
        private static func secrets(of input: TrialInput) -> [String] {
            let secrets = input.secrets.names.flatMap { input.secrets[$0] }.map { $0.reveal() }
            return secrets + secrets.map { Hex.encode(Array($0.utf8)) }
        }

        func accepts(_ webhook: RawWebhook) -> Bool { Self.accepts(webhook, input, source) }

        private static func accepts(_ webhook: RawWebhook, _ input: TrialInput, _ source: Source) -> Bool {
            if case .verified = source.verify(webhook, at: input.now, documents: input.certificates) {
                true
            } else {
                false
            }
        }
    }

    private static func subjects() throws -> [Subject] {
        let json = try JSON.parse(try Repository.text("Tests/Data/provider_vectors.json"))
        let connectors = try Dictionary(
            uniqueKeysWithValues: Repository.connectors.map { ($0, try Repository.connector($0)) }
        )
        return try (json["vectors"]?.array ?? []).compactMap { try Subject($0, connectors) }
    }

    /// What became of all mutations.
    private struct Tally {
        var mutated = 0
        /// Those that change something that is signed.
        var touched = 0
        /// Those of them that were accepted.
        var accepted: [String] = []
    }

    private static func tally(_ subjects: [Subject], accepts: (Subject, RawWebhook) -> Bool) throws -> Tally {
        var tally = Tally()
        for subject in subjects {
            let claim = subject.scheme.claim(of: subject.input.webhook, good: subject.good)
            var random = Seeded(state: seed ^ UInt64(tally.mutated))
            for _ in 0..<count {
                let mutation = try #require(Mutation.allCases.randomElement(using: &random))
                let webhook = mutation.applied(to: subject.input.webhook, &random)
                tally.mutated += 1
                guard subject.scheme.claim(of: webhook, good: subject.good) != claim else { continue }
                tally.touched += 1
                guard accepts(subject, webhook) else { continue }
                tally.accepted.append("\(subject.id): \(mutation), \(webhook.difference(from: subject.input.webhook))")
            }
        }
        return tally
    }

    @Test("none is accepted that should not be")
    func none() throws {
        let subjects = try Self.subjects()
        for subject in subjects {
            #expect(!subject.good.isEmpty, "\(subject.id): no proof is found in it")
            let claim = subject.scheme.claim(of: subject.input.webhook, good: subject.good)
            #expect(!claim.contains(nil) || subject.provider == "ses_sns", "\(subject.id): a part is not found in it")
        }
        let tally = try Self.tally(subjects) { $0.accepts($1) }
        print(
            "mutations: \(tally.mutated) of \(subjects.count) requests, \(tally.touched) of which change what is signed; "
                + "\(tally.accepted.count) accepted"
        )
        #expect(subjects.count == 111)
        #expect(tally.touched * 4 > tally.mutated)
        #expect(tally.accepted == [], "seed \(Self.seed)")
    }

    @Test("a check that looks at nothing is found out")
    func lax() throws {
        let tally = try Self.tally(Array(try Self.subjects().prefix(10))) { _, _ in true }
        #expect(tally.accepted.count == tally.touched)
        #expect(tally.touched > 0)
    }

    @Test("a handshake signs nothing that could be a request", arguments: ["zoom", "braintree"])
    func oracle(provider: String) throws {
        let secrets = ["secret_token": ["s"], "private_key": ["s"]].filter {
            ($0.key == "secret_token") == (provider == "zoom")
        }
        let source = source(try Repository.connector(provider), secrets: secrets, config: ["public_key": "k"])
        let content = provider == "zoom" ? #"v0:1760000000:{\"event\":\"x\"}"# : "PG5vdGlmaWNhdGlvbi8+"
        let body = "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"\(content)\"}}"
        let webhook =
            provider == "zoom"
            ? request(body, headers: ["Content-Type": "application/json"])
            : request(method: "GET", url: "https://gw.example.com/hooks/src?bt_challenge=\(content)")
        #expect(reason(webhook, source) != "handshake")
    }
}

extension RawWebhook {
    /// This request with another first letter wherever a word stands.
    fileprivate func spoiling(_ word: String) -> RawWebhook {
        let other = (word.hasPrefix("0") ? "1" : "0") + word.dropFirst()
        return RawWebhook(
            source: source,
            method: method,
            url: url.replacing(word, with: other),
            headers: headers.map { ($0.name, $0.value.replacing(word, with: other)) },
            body: Array(body.replacing(Array(word.utf8), with: Array(other.utf8))),
            received: received
        )
    }

    /// The parts in which this request differs.
    fileprivate func difference(from other: RawWebhook) -> String {
        var parts: [String] = []
        if method != other.method { parts.append("method \(method)") }
        if url != other.url { parts.append("url \(url)") }
        let headers = headers.map { "\($0.name): \($0.value)" }
        parts += Set(headers).subtracting(other.headers.map { "\($0.name): \($0.value)" }).sorted()
        if headers.count != other.headers.count { parts.append("\(headers.count) headers") }
        if body != other.body { parts.append("body \(String(decoding: body, as: UTF8.self).prefix(2000))") }
        return parts.joined(separator: "; ")
    }
}
