extension VerifyStep.Check {
    /// What it is in the words of `connector.yaml`.
    var words: String {
        switch self {
        case .hmac(let signed, let choice, _): "hmac \(choice.words), \(signed.encoding.rawValue)"
        case .digest(let signed, let choice): "digest \(choice.words), \(signed.encoding.rawValue)"
        case .publicKey(let signed, let choice, _): "pubkey \(choice.words), \(signed.encoding.rawValue)"
        case .token(let plan): "jwt \(plan.algorithms.map(\.rawValue).sorted().joined(separator: " or "))"
        case .basic: "basic"
        case .equals: "equals"
        case .network: "network"
        case .call(let plan): "call \(plan.call.action)"
        }
    }
}

extension AlgorithmChoice where Algorithm: RawRepresentable<String> {
    /// The names of all it may be.
    fileprivate var words: String { all.map(\.rawValue).joined(separator: " or ") }
}
