import CEL
import Core

/// Checks signatures and credentials of one request, or of one element of it.
struct StepCheck {
    /// Candidates for content and signatures that are tried.
    ///
    /// A header may repeat a signature a thousand times.
    private static let candidateLimit = 16

    let bindings: Bindings
    let secrets: SecretSet

    /// Why the check fails, or nil.
    func refusal(of check: VerifyStep.Check) -> Refusal.Reason? {
        switch check {
        case .hmac(let signed, let algorithm, let key):
            refusal(of: signed) { contents, signatures in
                let keys = secrets[key.secret].compactMap(key.bytes)
                guard !keys.isEmpty else { return .noApplicableScheme }
                let codes = keys.flatMap { key in contents.map { algorithm.authenticate($0, key: key) } }
                return anyMatch(codes, signatures) ? nil : .badSignature
            }
        case .publicKey(let signed, let algorithm, let name):
            refusal(of: signed) { contents, signatures in
                let keys = secrets[name.secret].compactMap { name.key($0, algorithm) }
                guard !keys.isEmpty else { return .noApplicableScheme }
                let isSigned = keys.contains { key in contents.contains { key.verifies($0, signatures) } }
                return isSigned ? nil : .badSignature
            }
        case .digest(let signed, let algorithm): refusal(ofDigest: signed, algorithm)
        case .basic(let secret): BasicCredentials.refusal(bindings, secrets[secret])
        case .equals(let value, let secret): refusal(of: value, secrets[secret])
        }
    }

    /// Reads what was signed and the signatures before it is checked.
    private func refusal(
        of signed: SignedContent,
        _ bindings: Bindings? = nil,
        check: ([[UInt8]], [[UInt8]]) -> Refusal.Reason?
    ) -> Refusal.Reason? {
        let bindings = bindings ?? self.bindings
        let given: [Value]
        switch signed.signature.result(bindings) {
        case .error(let error): return error.isMissingField ? .missingSignature : .malformedSignature
        case let value: given = value.candidates.filter { !$0.isBlank }
        }
        guard !given.isEmpty else { return .missingSignature }
        let signatures = given.prefix(Self.candidateLimit).compactMap { $0.string.flatMap(signed.encoding.decode) }
        guard !signatures.isEmpty else { return .malformedSignature }
        switch signed.content.result(bindings) {
        case .error(let error): return error.isMissingField ? .missingSignature : .malformedBody
        case let value:
            let contents = value.candidates.prefix(Self.candidateLimit).compactMap(\.byteString)
            return contents.isEmpty ? .malformedBody : check(contents, signatures)
        }
    }

    /// The secret stands in the content, so every version makes its own.
    private func refusal(ofDigest signed: SignedContent, _ algorithm: HashAlgorithm) -> Refusal.Reason? {
        let versions = secrets.names.map { secrets[$0].count }.max() ?? 0
        var reason: Refusal.Reason? = .noApplicableScheme
        for version in 0..<versions {
            var bindings = bindings
            bindings.context = SecretAccess(secrets: secrets, version: version)
            reason = refusal(of: signed, bindings) { contents, signatures in
                anyMatch(contents.map(algorithm.digest), signatures) ? nil : .badSignature
            }
            if reason == nil { return nil }
        }
        return reason
    }

    private func refusal(of value: Expression, _ secrets: [Secret]) -> Refusal.Reason? {
        guard !secrets.isEmpty else { return .noApplicableScheme }
        switch value.result(bindings) {
        case .error(let error): return error.isMissingField ? .missingCredentials : .malformedBody
        case let value:
            guard let bytes = value.byteString, !bytes.isEmpty else { return .missingCredentials }
            return anyMatch(secrets.map { Array($0.reveal().utf8) }, [bytes]) ? nil : .badCredentials
        }
    }

    private func anyMatch(_ wanted: [[UInt8]], _ given: [[UInt8]]) -> Bool {
        wanted.contains { wanted in given.contains { ConstantTime.areEqual(wanted, $0) } }
    }
}

/// HTTP Basic (RFC 7617).
enum BasicCredentials {
    /// Why a request's credentials are not accepted, or nil.
    static func refusal(_ bindings: Bindings, _ secrets: [Secret]) -> Refusal.Reason? {
        guard !secrets.isEmpty else { return .noApplicableScheme }
        guard case .map(let headers)? = bindings["headers"], let header = headers["authorization"]?.string else {
            return .missingCredentials
        }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "basic", let given = Base64.decode(String(words[1])) else {
            return .missingCredentials
        }
        let isKnown = secrets.contains { ConstantTime.areEqual(Array($0.reveal().utf8), given) }
        return isKnown ? nil : .badCredentials
    }

    /// The header's value for `user:password`.
    static func header(_ credentials: String) -> String {
        "Basic \(Base64.encode(Array(credentials.utf8)))"
    }
}

extension Value {
    /// The elements of a list, or the value alone.
    var candidates: [Value] {
        if case .list(let elements) = self { elements } else { [self] }
    }
}
