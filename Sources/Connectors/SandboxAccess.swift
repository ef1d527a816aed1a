package import CEL
package import Core

/// What a stand-in of a provider must know of a source besides its connector, for the sandbox only.
extension Source {
    /// The newest version of a secret.
    package func secret(_ name: String) -> Secret? { secrets[name].first }
}

extension Library {
    /// Hashes and authentication codes over bytes or text, and `unix(time)`.
    package static let hashing = Library.crypto
}

/// `application/x-www-form-urlencoded`, as connectors read and write it.
package enum FormCoding {
    /// Names and values in order, duplicates kept.
    package static func pairs(_ bytes: [UInt8]) -> [(name: String, value: String)] { FormText.pairs(bytes) }

    /// The query of a URL, without its fragment.
    package static func query(of url: String) -> [(name: String, value: String)] { FormText.query(of: url) }

    /// Pairs as text, in order.
    package static func encode(_ pairs: [(name: String, value: String)]) -> String { FormText.encode(pairs) }
}
