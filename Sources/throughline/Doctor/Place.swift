import Core
import Glibc

/// A path of the machine, as far as somebody may use it.
struct Place: Sendable {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Whether files can be made and moved in it; what is not there yet counts as what it will be made in.
    var isWritable: Bool {
        var folder = path
        while access(folder, F_OK) != 0 {
            let parent = Paths.folder(of: folder)
            guard parent != folder else { return false }
            folder = parent
        }
        return FileBytes.names(in: folder) != nil && access(folder, W_OK | X_OK) == 0
    }

    /// Bytes that are free for us; nil when that cannot be told.
    var freeBytes: Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (bytes, overflow) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize)
        )
        return overflow ? .max : bytes
    }
}
