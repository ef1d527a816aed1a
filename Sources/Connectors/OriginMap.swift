public import Core

/// Where documents are fetched instead of where their providers keep them: `fetch: {ORIGIN: ORIGIN}` in `config.yaml`.
///
/// For sandboxes and recordings. Comes after every allow-list, which is held against the original.
public struct OriginMap: Sendable {
    private let origins: [ByteKey: String]

    /// A map of schemes with hosts and perhaps ports to others, which may have a path too.
    public init(_ origins: [String: String] = [:]) {
        let pairs = origins.map { (ByteKey(Self.trimmed($0.key).lowercased()), Self.trimmed($0.value)) }
        self.origins = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The call, to another origin when the map has one for its own.
    ///
    /// That one was written by the operator, so it may be a private address.
    public func mapped(_ call: HTTPCall) -> HTTPCall {
        let origin = Self.origin(of: call.url)
        guard let other = origins[ByteKey(origin.lowercased())] else { return call }
        var call = call
        call.url = other + call.url.dropFirst(origin.count)
        call.limits.allowsPrivateAddresses = true
        return call
    }

    /// Everything before the path.
    private static func origin(of url: String) -> String {
        let bytes = Array(url.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return url
        }
        let end = bytes[(colon + 3)...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.count
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
