/// Where a source's files are put.
public struct WatchedFolder: Sendable, Equatable {
    /// The folder.
    public let path: String
    /// What is added to a file's name to say that it is whole, such as `.done`; nil: a file that has not changed for a
    /// while is whole.
    public let marker: String?

    /// A folder.
    public init(path: String, marker: String? = nil) {
        self.path = path
        self.marker = marker
    }
}
