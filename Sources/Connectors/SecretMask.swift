import Core

extension Source {
    /// Bytes for a person to look at: every text that is one of the source's secrets is replaced.
    ///
    /// What a request was sent with may be a secret itself, in a header or a query. Shorter ones than six bytes stay:
    /// they would be found everywhere, and nobody should trust them.
    public func masked(_ bytes: [UInt8]) -> [UInt8] {
        let texts = secrets.names.flatMap { secrets[$0] }.map { Array($0.reveal().utf8) }
        return texts.filter { $0.count >= 6 }.reduce(bytes) { bytes, text in
            bytes.replacing(text, with: Array("***".utf8))
        }
    }
}
