import Core
import Glibc

/// Secrets as files for the owner alone.
enum SecretFiles {
    /// The text of a file without the end of its last line; nil when it is missing or empty.
    static func read(_ path: String) -> String? {
        guard var bytes = FileBytes.read(path, limit: 64 * 1024) else { return nil }
        while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
        return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
    }

    /// Writes a file whole or not at all: beside its place, then moved there.
    static func write(_ text: String, to path: String) throws(SandboxError) {
        let draft = "\(path).\(getpid()).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SandboxError.unwritable(path) }
        let bytes = Array(text.utf8)
        let count = Glibc.write(file, bytes, bytes.count)
        let isClosed = close(file) == 0
        guard isClosed, count == bytes.count, rename(draft, path) == 0 else {
            unlink(draft)
            throw SandboxError.unwritable(path)
        }
    }

    /// Makes a folder and those above it, for the owner alone.
    ///
    /// False when that is not possible.
    static func makeFolder(_ path: String) -> Bool {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
            if mkdir(made, 0o700) != 0, errno != EEXIST { return false }
        }
        return true
    }
}
