public import Core

/// How far we have come with something that is done again and again: a position in a provider's list, or an errand's
/// last run.
public struct Cursor: Sendable, Equatable {
    /// Whose it is; unique.
    public let name: String
    /// The position, in the words of whoever saves it.
    public let value: String
    /// When it was reached.
    public let at: Timestamp

    /// A cursor.
    public init(name: String, value: String, at: Timestamp) {
        self.name = name
        self.value = value
        self.at = at
    }
}

/// The latest row about one record of a source's files.
public struct FileRecord: Sendable, Equatable {
    /// The source.
    public let source: String
    /// The record's name; unique in its source.
    public let name: String
    /// SHA-256 of what was read, to tell a change from a repetition.
    public let digest: String
    /// How often it has changed, from 1.
    public let version: Int

    /// A record.
    public init(source: String, name: String, digest: String, version: Int) {
        self.source = source
        self.name = name
        self.digest = digest
        self.version = version
    }
}
