/// The name of something that is done for a source again and again: reading a provider's list, or keeping a
/// subscription alive.
public struct ErrandName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What is done.
    public enum Kind: String, Sendable {
        /// Reads a provider's list.
        case poll
        /// Keeps up what would expire.
        case maintain
    }

    /// What is done.
    public let kind: Kind
    /// For whom.
    public let source: String
    /// Its name in the connector.
    public let name: String

    /// A name of its parts.
    public init(_ kind: Kind, source: String, name: String) {
        self.kind = kind
        self.source = source
        self.name = name
    }

    /// `KIND:SOURCE:NAME`, the name of its cursor.
    ///
    /// Unique, since a source's name has no colon.
    public var description: String { "\(kind.rawValue):\(source):\(name)" }

    /// By ``description``.
    public static func < (left: ErrandName, right: ErrandName) -> Bool { left.description < right.description }
}
