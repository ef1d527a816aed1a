import Synchronization

/// What was found at a path when somebody looked.
public struct FileSight: Sendable, Equatable {
    /// What was looked for.
    enum Look: Sendable, Equatable {
        case file(limit: Int)
        case folder
    }

    private let look: Look
    /// Of the content, or of the names, or of nothing: of use in this process only.
    private let hash: Int

    init(_ look: Look, _ hash: Int) {
        self.look = look
        self.hash = hash
    }

    /// Whether the same is found there now.
    public func isStillTrue(of path: String) -> Bool {
        switch look {
        case .file(let limit): FileBytes.read(path, limit: limit).hashValue == hash
        case .folder: FileBytes.names(in: path).hashValue == hash
        }
    }
}

/// Collects what a piece of work found in files.
final class FileSightings: Sendable {
    private let sights = Mutex<[String: FileSight]>([:])

    var all: [String: FileSight] { sights.withLock(\.self) }

    func note(_ path: String, _ sight: FileSight) { sights.withLock { $0[path] = sight } }
}
