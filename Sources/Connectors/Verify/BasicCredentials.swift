import CEL
import Core

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
