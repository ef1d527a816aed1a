import Glibc

/// Files and folders by their names.
public enum Disk {
    /// Names that are tried when one is taken.
    private static let nameLimit = 10_000

    /// Makes a folder and those above it, durably, for the owner alone unless `mode` says otherwise; false when that is
    /// not possible.
    public static func makeFolder(_ path: String, mode: UInt32 = 0o700) -> Bool {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            let above = made.isEmpty ? "." : made
            made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
            if mkdir(made, mode_t(mode)) == 0 {
                guard sync(above) else { return false }
            } else if errno != EEXIST {
                return false
            }
        }
        return true
    }

    /// Moves a file into a folder of the same disk, durably; gives the name it has there, numbered when the one wanted
    /// is taken, or nil when that is not possible.
    public static func move(_ path: String, to folder: String, as name: String) -> String? {
        for number in 1...nameLimit {
            let name = number == 1 ? name : numbered(name, number)
            let target = "\(folder)/\(name)"
            // the name is taken first, so that nothing that stands there is replaced
            let placeholder = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if placeholder < 0, errno == EEXIST { continue }
            guard placeholder >= 0 else { return nil }
            close(placeholder)
            guard rename(path, target) == 0 else {
                unlink(target)
                return nil
            }
            return sync(folder) ? name : nil
        }
        return nil
    }

    /// Takes a file away, durably.
    public static func remove(_ path: String, in folder: String) -> Bool {
        unlink(path) == 0 && sync(folder)
    }

    /// The last part of a path.
    public static func name(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
    }

    /// `placements-2.csv` for `placements.csv`.
    private static func numbered(_ name: String, _ number: Int) -> String {
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "\(name)-\(number)" }
        return "\(name[..<point])-\(number)\(name[point...])"
    }

    /// Makes names in a folder durable.
    private static func sync(_ folder: String) -> Bool {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
