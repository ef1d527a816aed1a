import Glibc

/// A regular file that is read from its beginning to its end, and closed when it is let go.
///
/// Not for several tasks at once: they would share one place in it.
public final class InputFile: Sendable {
    /// What tells a file from another, and from itself when it was written to.
    public struct Stamp: Sendable, Equatable {
        private let device: UInt64
        private let inode: UInt64
        /// Bytes of it.
        public let size: Int64
        private let changed: [Int64]

        /// Nil for anything but a regular file.
        fileprivate init?(_ status: stat) {
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            device = UInt64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(truncatingIfNeeded: status.st_ino)
            size = Int64(status.st_size)
            changed = [Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec)]
        }

        /// Of the file at a path; nil when there is none, or when it is a link or anything else that is no regular file.
        public init?(path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }

    private let descriptor: Int32

    /// Opens a file; nil when that is not possible, or when it is a link or anything else that is no regular file.
    ///
    /// A pipe or a device would keep its reader waiting, and a link may lead out of the folder it stands in; one that
    /// somebody names himself may be followed.
    public convenience init?(_ path: String, followingLinks: Bool = false) {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { return nil }
        self.init(descriptor: descriptor)
        if stamp == nil { return nil }
    }

    /// Of an open file, which it closes.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// What the file is now; nil when it is no regular file.
    public var stamp: Stamp? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Stamp(status) : nil
    }

    /// Goes back to the beginning; false when that is not possible.
    public func rewind() -> Bool { lseek(descriptor, 0, SEEK_SET) == 0 }

    /// The next bytes, at most so many: none at the end, nil when they cannot be read.
    public func read(upTo limit: Int) -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var result = Glibc.read(descriptor, buffer.baseAddress, limit)
            while result < 0, errno == EINTR { result = Glibc.read(descriptor, buffer.baseAddress, limit) }
            failed = result < 0
            count = max(0, result)
        }
        return failed ? nil : bytes
    }
}
