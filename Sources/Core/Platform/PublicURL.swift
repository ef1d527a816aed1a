import Synchronization

/// Scheme, host, port and prefix under which the world reaches this daemon.
///
/// Signatures over the URL are checked against it and providers report to it. When the operator gives none, it is the
/// address that was bound.
public final class PublicURL: Sendable {
    private let value: Mutex<String>

    /// The URL without a slash at its end; empty until the address is bound.
    public init(_ text: String = "") {
        value = Mutex(Self.trimmed(text))
    }

    /// The URL without a slash at its end.
    public var text: String { value.withLock(\.self) }

    /// Takes the bound address, unless the operator gave a URL.
    public func bound(to address: String) {
        value.withLock { if $0.isEmpty { $0 = Self.trimmed(address) } }
    }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
