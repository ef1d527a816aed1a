import CEL
public import Core

/// A secret that a provider hands over in a handshake, which must be stored before the handshake is answered.
///
/// Trust on first use: whoever knows the URL first decides. Therefore it is kept only where nobody has configured that
/// secret and none was handed over before, unless the handshake is verified and may replace it.
public struct SecretCapture: Sendable {
    /// Bytes of a secret.
    static let lengthLimit = 1024

    /// The name of the secret.
    public let secret: String
    /// Its value.
    public let value: Secret
    /// Whether it may take the place of one that was handed over before.
    public let replaces: Bool
    /// What becomes of the handshake when another was kept meanwhile.
    public let otherwise: Refusal
}

/// `receive.handshake.capture`.
struct CapturePlan: Sendable {
    /// What is to be done about a secret that is handed over.
    enum Verdict {
        case wanted(CapturePlan, Secret)
        /// It is at hand: the handshake came again.
        case known
        /// There is none, or one that nobody may change this way.
        case unwanted
    }

    let secret: String
    let value: Expression
    let replaces: Bool

    func verdict(_ bindings: Bindings, _ source: Source) -> Verdict {
        guard let text = value.result(bindings).word, (1...SecretCapture.lengthLimit).contains(text.utf8.count) else {
            return .unwanted
        }
        let value = Secret(text)
        let held = source.secrets[secret]
        if held.contains(where: value.hasSameBytes) { return .known }
        return held.isEmpty || replaces ? .wanted(self, value) : .unwanted
    }
}

extension Secret {
    /// Whether another is the same, in a time that does not tell where they differ.
    fileprivate func hasSameBytes(as other: Secret) -> Bool {
        ConstantTime.areEqual(Array(reveal().utf8), Array(other.reveal().utf8))
    }
}

extension Connector {
    /// The secrets that its handshakes hand over: a source may do without their values.
    public var capturedSecrets: Set<String> {
        Set((hook?.receive.handshakes ?? []).compactMap { $0.capture?.secret })
    }
}
