import Core
import Glibc

/// The lock that keeps a second daemon off the same data: `flock` on a file beside the database, never on the
/// database itself.
final class DataLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock for the database at `path`; nil when somebody else holds it.
    init?(storePath path: String) {
        let stem = path.hasSuffix(".db") ? String(path.dropLast(3)) : path
        descriptor = open("\(stem).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }
}

/// Folders.
enum Folders {
    /// Makes a folder and those above it, for the owner alone unless `mode` says otherwise.
    ///
    /// False when that is not possible.
    static func make(_ path: String, mode: mode_t = 0o700) -> Bool { Disk.makeFolder(path, mode: UInt32(mode)) }
}
