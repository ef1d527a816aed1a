import Synchronization

/// Scheme, host, port and prefix under which the world reaches this daemon.
///
/// Signatures over the URL are checked against it and providers report to it.
public struct PublicURL: Sendable {
    private let given: String
    private let bound: BoundURL

    /// What the operator gives, or, when that is nothing, the address that was bound.
    public init(_ given: String = "", bound: BoundURL = BoundURL()) {
        self.given = given.hasSuffix("/") ? String(given.dropLast()) : given
        self.bound = bound
    }

    /// The URL without a slash at its end; empty when none was given and no address is bound yet.
    public var text: String { given.isEmpty ? bound.text : given }

    /// Whether the operator gave it.
    public var isGiven: Bool { !given.isEmpty }
}

/// The address that was bound, as a URL: one for a daemon, however often its configuration changes.
public final class BoundURL: Sendable {
    private let address = Mutex("")

    /// Nothing is bound.
    public init() {}

    /// The URL without a slash at its end; empty until an address is bound.
    public var text: String { address.withLock(\.self) }

    /// Takes the address.
    public func take(_ url: String) { address.withLock { $0 = url } }
}
