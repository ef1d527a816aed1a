import Core

/// A request that was disguised and signed anew.
struct Retake {
    private(set) var input: TrialInput
    let source: Source
    let pseudonyms: Pseudonyms
    /// Words that stay since the connector reads them.
    var kept: [String] = []
    let trial: Trial

    init(input: TrialInput, source: Source, pseudonyms: Pseudonyms) {
        self.input = input
        self.source = source
        self.pseudonyms = pseudonyms
        trial = input.trial(of: source)
    }

    /// Leaves out headers that change nothing when they are missing.
    mutating func dropHeaders() {
        for name in Set(input.webhook.headers.map(\.name)).sorted() where name != "content-type" {
            let other = TrialInput(
                input.webhook.without(header: name),
                secrets: input.secrets,
                config: input.config,
                certificates: input.certificates,
                now: input.now
            )
            if other.trial(of: source).json == trial.json { input = other }
        }
    }
}
