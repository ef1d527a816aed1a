import Glibc
import Synchronization

/// A file that is written: it has no name before it is whole and durable, and goes when it is let go before.
///
/// Only its owner may read it.
public final class OutputFile: Sendable {
    private let folder: String
    private let descriptor: Int32
    /// Nil once it has its own.
    private let temporaryPath: Mutex<String?>

    /// A new file in a folder; nil when none can be made there.
    ///
    /// One that will only be read again (`isScratch`) never has a name, so that nothing of it is left whatever happens.
    public init?(in folder: String, isScratch: Bool = false) {
        let path = "\(folder)/.\(IDSource().next("new")).part"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        self.folder = folder
        if isScratch { unlink(path) }
        temporaryPath = Mutex(isScratch ? nil : path)
    }

    deinit {
        close(descriptor)
        if let path = temporaryPath.withLock(\.self) { unlink(path) }
    }

    /// Adds bytes; false when they cannot be written.
    public func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || count < 0 && errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    /// Gives it a name, numbered when that is taken, once all of it is durable; nil when that is not possible.
    public func commit(as name: String) -> String? {
        temporaryPath.withLock { path in
            guard let current = path, fsync(descriptor) == 0,
                let name = Disk.move(current, to: folder, as: name)
            else { return nil }
            path = nil
            return name
        }
    }

    /// What was written, to be read from its beginning.
    public func reread() -> InputFile? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { return nil }
        let file = InputFile(descriptor: copy)
        return file.rewind() ? file : nil
    }
}
