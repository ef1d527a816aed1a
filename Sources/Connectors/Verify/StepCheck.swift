import CEL
import Core

/// Checks signatures and credentials of one request, or of one element of it.
struct StepCheck {
    /// Candidates for content and signatures that are tried.
    ///
    /// A header may repeat a signature a thousand times.
    private static let candidateLimit = 16

    let keys: KeyFinder
    let sender: Sender
    let source: Source
    /// What providers replied, by the ids of the questions.
    let replies: [String: HTTPReply]

    private var bindings: Bindings { keys.bindings }
    private var secrets: SecretSet { keys.secrets }

    func outcome(of check: VerifyStep.Check) -> CheckOutcome {
        switch check {
        case .hmac(let signed, let algorithm, let key): outcome(of: signed, algorithm, key)
        case .digest(let signed, let algorithm): outcome(ofDigest: signed, algorithm)
        case .publicKey(let signed, let algorithm, let source): outcome(of: signed, algorithm, source)
        case .token(let plan): TokenCheck(plan: plan, finder: keys).outcome()
        case .basic(let secret): CheckOutcome(BasicCredentials.refusal(bindings, secrets[secret]))
        case .equals(let value, let secret): CheckOutcome(refusal(of: value, secrets[secret]))
        case .network(let rules): CheckOutcome(rules.refusal(of: sender))
        case .call(let plan): PostbackCheck(plan: plan, keys: keys, source: source, replies: replies).outcome()
        }
    }

    private func outcome(
        of signed: SignedContent,
        _ choice: AlgorithmChoice<HashAlgorithm>,
        _ key: SecretKey
    ) -> CheckOutcome {
        outcome(of: signed, choice, bindings) { algorithm, contents, signatures in
            let keys = secrets[key.secret].compactMap(key.bytes)
            guard !keys.isEmpty else { return .failed(.noApplicableScheme) }
            let codes = keys.flatMap { key in contents.map { algorithm.authenticate($0, key: key) } }
            return anyMatch(codes, signatures) ? .passed : .failed(.badSignature)
        }
    }

    private func outcome(
        of signed: SignedContent,
        _ choice: AlgorithmChoice<SignatureAlgorithm>,
        _ source: PublicKeySource
    ) -> CheckOutcome {
        outcome(of: signed, choice, bindings) { algorithm, contents, signatures in
            switch keys.keys(source, algorithm.scheme.keyKind) {
            case .nothing(let outcome): return outcome
            case .keys(let keys):
                let isSigned = keys.contains { key in
                    contents.contains { algorithm.scheme.verifies($0, signatures, by: key) }
                }
                return isSigned ? .passed : .failed(.badSignature)
            }
        }
    }

    /// The secret stands in the content, so every version makes its own.
    private func outcome(ofDigest signed: SignedContent, _ choice: AlgorithmChoice<HashAlgorithm>) -> CheckOutcome {
        let versions = secrets.names.map { secrets[$0].count }.max() ?? 0
        var outcome = CheckOutcome.failed(.noApplicableScheme)
        for version in 0..<versions {
            var bindings = bindings
            bindings.context = SecretAccess(secrets: secrets, version: version)
            outcome = self.outcome(of: signed, choice, bindings) { algorithm, contents, signatures in
                anyMatch(contents.map(algorithm.digest), signatures) ? .passed : .failed(.badSignature)
            }
            if case .passed = outcome { return outcome }
        }
        return outcome
    }

    /// Reads how and what was signed, and the signatures, before they are checked.
    private func outcome<Algorithm>(
        of signed: SignedContent,
        _ choice: AlgorithmChoice<Algorithm>,
        _ bindings: Bindings,
        check: (Algorithm, [[UInt8]], [[UInt8]]) -> CheckOutcome
    ) -> CheckOutcome {
        let given: [Value]
        switch signed.signature.result(bindings) {
        case .error(let error): return .failed(error.isMissingField ? .missingSignature : .malformedSignature)
        case let value: given = value.candidates.filter { !$0.isBlank }
        }
        guard !given.isEmpty else { return .failed(.missingSignature) }
        guard let algorithm = choice.algorithm(bindings) else { return .failed(.badAlgorithm) }
        let signatures = given.prefix(Self.candidateLimit).compactMap { $0.string.flatMap(signed.encoding.decode) }
        guard !signatures.isEmpty else { return .failed(.malformedSignature) }
        switch signed.content.result(bindings) {
        case .error(let error): return .failed(error.isMissingField ? .missingSignature : .malformedBody)
        case let value:
            let contents = value.candidates.prefix(Self.candidateLimit).compactMap(\.byteString)
            return contents.isEmpty ? .failed(.malformedBody) : check(algorithm, contents, signatures)
        }
    }

    private func refusal(of value: Expression, _ secrets: [Secret]) -> Refusal.Reason? {
        guard !secrets.isEmpty else { return .noApplicableScheme }
        switch value.result(bindings) {
        case .error(let error): return error.isMissingField ? .missingCredentials : .malformedBody
        case let value:
            guard let bytes = value.byteString, !bytes.isEmpty else { return .missingCredentials }
            let isKnown = secrets.contains { ConstantTime.areEqual(Array($0.reveal().utf8), bytes) }
            return isKnown ? nil : .badCredentials
        }
    }

    private func anyMatch(_ wanted: [[UInt8]], _ given: [[UInt8]]) -> Bool {
        wanted.contains { wanted in given.contains { ConstantTime.areSameCode(wanted, $0) } }
    }
}

extension Value {
    /// The elements of a list, or the value alone.
    var candidates: [Value] {
        if case .list(let elements) = self { elements } else { [self] }
    }
}
