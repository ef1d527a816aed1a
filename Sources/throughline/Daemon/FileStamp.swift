import Core
import Glibc

/// How a file or folder stands, as the file system tells without reading it.
struct FileStamp: Sendable, Equatable {
    let seconds: Int
    let nanoseconds: Int
    let size: Int64
    let device: UInt64
    let number: UInt64

    /// Nil when there is nothing at the path.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        size = Int64(status.st_size)
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }

    /// A stamp of its parts.
    init(seconds: Int, size: Int64) {
        self.seconds = seconds
        self.size = size
        (nanoseconds, device, number) = (0, 0, 0)
    }
}

/// How the files of a configuration stand; those that are not there have no stamp.
struct FileStamps: Sendable, Equatable {
    private var stamps: [String: FileStamp?]

    /// Stamps by path.
    init(_ stamps: [String: FileStamp?] = [:]) {
        self.stamps = stamps
    }

    /// The files that were seen, as they stand now.
    ///
    /// A file that is no longer what was read has a stamp that nothing ever has: it counts as changed.
    init(of seen: [String: FileSight]) {
        stamps = [:]
        for (path, sight) in seen where Self.mayChange(path) {
            let stamp = FileStamp(of: path)
            stamps[path] = .some(sight.isStillTrue(of: path) ? stamp : FileStamp(seconds: .min, size: -1))
        }
    }

    /// The same files, as they stand now.
    var now: FileStamps { FileStamps(stamps.reduce(into: [:]) { $0[$1.key] = .some(FileStamp(of: $1.key)) }) }

    /// What stands in these folders is made when somebody looks.
    private static func mayChange(_ path: String) -> Bool {
        !["/proc/", "/sys/", "/dev/"].contains(where: path.hasPrefix)
    }
}
