import Glibc

/// Whole files as bytes, without Foundation.
public enum FileBytes {
    /// The content of the file, or nil when it cannot be read or is longer than `limit` bytes.
    public static func read(_ path: String, limit: Int = 16 * 1024 * 1024) -> [UInt8]? {
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

    /// The content as text, or nil when it cannot be read or is not UTF-8.
    public static func readText(_ path: String, limit: Int = 16 * 1024 * 1024) -> String? {
        read(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The names in a folder, sorted, without `.` and `..`; nil when it is no folder.
    public static func names(in folder: String) -> [String]? {
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
