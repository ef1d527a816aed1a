import Glibc

/// Whole files as bytes, without Foundation.
public enum FileBytes {
    @TaskLocal private static var log: FileSightings?

    /// Bytes of a file unless told otherwise.
    public static let sizeLimit = 16 * 1024 * 1024

    /// The content of the file, or nil when it cannot be read or is longer than `limit` bytes.
    public static func read(_ path: String, limit: Int = Self.sizeLimit) -> [UInt8]? {
        let content = whole(path, limit: limit)
        log?.note(path, FileSight(.file(limit: limit), content.hashValue))
        return content
    }

    /// The content as text, or nil when it cannot be read or is not UTF-8.
    public static func readText(_ path: String, limit: Int = Self.sizeLimit) -> String? {
        read(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The names in a folder, sorted, without `.` and `..`; nil when it is no folder.
    public static func names(in folder: String) -> [String]? {
        let names = entries(of: folder)
        log?.note(folder, FileSight(.folder, names.hashValue))
        return names
    }

    /// What `work` comes to, and every file and folder it looked at by its path, also those that are not there.
    public static func noting<Result>(_ work: () -> Result) -> (result: Result, seen: [String: FileSight]) {
        let log = FileSightings()
        let result = $log.withValue(log, operation: work)
        return (result, log.all)
    }

    private static func whole(_ path: String, limit: Int) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return ferror(file) == 0 ? content : nil }
            guard content.count + count <= limit else { return nil }
            content.append(contentsOf: chunk[..<count])
        }
    }

    private static func entries(of folder: String) -> [String]? {
        guard let handle = opendir(folder) else { return nil }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
