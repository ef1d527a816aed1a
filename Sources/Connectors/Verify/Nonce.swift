import CEL
public import Core

/// A word that a provider uses once: who comes with it again repeats a request.
public struct Nonce: Sendable, Equatable {
    /// SHA-256 in hex of the word, which nobody needs to know.
    public let digest: String
    /// How long it must be remembered.
    public let lifetime: TimeSpan
}

/// Where a step finds its nonce.
struct NoncePlan: Sendable {
    /// Text or bytes; a request for which it is null has no nonce.
    let value: Expression
    let lifetime: TimeSpan

    /// How long a nonce is remembered unless told otherwise.
    static let defaultLifetime = TimeSpan.days(1)

    /// What a request that is good otherwise comes to.
    ///
    /// One whose nonce cannot be read is refused: it would be good for ever.
    func outcome(_ bindings: Bindings) -> StepOutcome {
        let value = value.result(bindings)
        if value.isBlank { return StepOutcome(.passed) }
        guard let bytes = value.byteString ?? value.word.map({ Array($0.utf8) }) else {
            return StepOutcome(.failed(.malformedSignature))
        }
        let digest = Hex.encode(HashAlgorithm.sha256.digest(bytes))
        return StepOutcome(.passed, [Nonce(digest: digest, lifetime: lifetime)])
    }
}

/// What one step, or all of them, say of a request, and the nonces by which it is believed.
struct StepOutcome: Sendable {
    let outcome: CheckOutcome
    let nonces: [Nonce]

    init(_ outcome: CheckOutcome, _ nonces: [Nonce] = []) {
        self.outcome = outcome
        self.nonces = nonces
    }
}
