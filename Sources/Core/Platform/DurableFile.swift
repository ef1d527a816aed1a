import Glibc

/// Small files that survive a loss of power: whole with their new content, or as they were.
public enum DurableFile {
    /// Writes a file for the owner alone (0600), in a folder for the owner alone (0700) that is made if it is missing.
    ///
    /// Written beside its place, synced, moved there, and the folder synced too; returns only then. False when any of
    /// that failed. Blocks for as long as the disk takes.
    public static func write(_ bytes: [UInt8], named name: String, in folder: String) -> Bool {
        guard makeFolder(folder) else { return false }
        let (path, draft) = ("\(folder)/\(name)", "\(folder)/.\(name).\(getpid()).new")
        guard writeDraft(bytes, draft), rename(draft, path) == 0 else {
            unlink(draft)
            return false
        }
        return sync(folder)
    }

    private static func writeDraft(_ bytes: [UInt8], _ path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isSynced = rest.isEmpty && fsync(file) == 0
        return close(file) == 0 && isSynced
    }

    /// Makes what is missing of a path; the folder above a new one is synced, so that it is not lost either.
    private static func makeFolder(_ path: String) -> Bool {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            let above = made.isEmpty ? "." : made
            made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
            if mkdir(made, 0o700) == 0 {
                guard sync(above) else { return false }
            } else if errno != EEXIST {
                return false
            }
        }
        return true
    }

    private static func sync(_ folder: String) -> Bool {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return false }
        let isSynced = fsync(file) == 0
        return close(file) == 0 && isSynced
    }
}
