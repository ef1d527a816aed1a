public import Core

/// Makes test cases of requests that a provider sent: addresses, names, ids and secrets are replaced, always by the
/// same, and the signature is made again under keys that are good for nothing else.
///
/// Nothing is recorded that its own connector does not read as it read the original.
public struct Recorder {
    /// What became of a request.
    public enum Outcome: Sendable {
        case recorded(RecordedCase)
        /// It was not recorded, and why: one sentence without anything of the request.
        case leftOut(String)
    }

    let source: Source
    private let kept: KeptWords
    private let salt: [UInt8]
    private var pseudonyms: Pseudonyms?
    private var keys: [String: String] = [:]
    private var names: Set<String>

    /// A recorder of a source's requests.
    ///
    /// `connectorText` is its `connector.yaml`: the words that it knows may stay. `names` are those that cases have
    /// already. `salt` is what replacements depend on; without one they differ from run to run.
    public init(source: Source, connectorText: String, names: [String] = [], salt: [UInt8]? = nil) {
        self.source = source
        kept = KeptWords(connector: connectorText)
        self.salt = salt ?? (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        self.names = Set(names)
    }

    /// Makes a case of a request that came when it says.
    public mutating func record(_ webhook: RawWebhook) -> Outcome {
        let original = webhook.with(headers: webhook.headers.filter { !$0.name.hasPrefix("throughline-") })
        do throws(Take.Failure) {
            let take = try Take(original, of: source)
            var disguise = Disguise(salt: salt, kept: kept)
            if let pseudonyms { disguise.pseudonyms = pseudonyms }
            let retake = try take.retaken(with: disguise)
            pseudonyms = retake.pseudonyms
            return .recorded(named(retake))
        } catch {
            return .leftOut(error.reason)
        }
    }

    /// Names a case by what comes of it; one with the keys of an earlier one is its duplicate.
    private mutating func named(_ retake: Retake) -> RecordedCase {
        let types = retake.trial.events.map(\.type.rawValue)
        let what = retake.trial.reason == "handshake" ? "a handshake" : types.first ?? "nothing of ours"
        var name = "recorded: \(what)"
        var number = 1
        while names.contains(name) {
            number += 1
            name = "recorded: \(what) (\(number))"
        }
        names.insert(name)
        let key = retake.trial.keys.joined(separator: "\n")
        let first = key.isEmpty ? nil : keys[key]
        if !key.isEmpty, first == nil { keys[key] = name }
        return RecordedCase(name: name, retake: retake, original: first)
    }
}
