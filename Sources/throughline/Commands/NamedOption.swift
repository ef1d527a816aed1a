import Core
import Glibc

/// Options such as `NAME=VALUE`.
enum NamedOption {
    /// Bytes of a file with a secret.
    private static let longestSecret = 64 * 1024

    /// What stands before the first `=` and behind it; nil without one, or without a name.
    static func split(_ option: String) -> (name: String, value: String)? {
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && !parts[0].isEmpty ? (parts[0], parts[1]) : nil
    }

    /// The secret that a value names: itself, `env:VARIABLE`, or `file:PATH` without the line ends behind it.
    ///
    /// Nil when there is none.
    static func secret(_ value: String) -> Secret? {
        let text: String?
        if value.hasPrefix("env:") {
            text = getenv(String(value.dropFirst(4))).map { String(cString: $0) }
        } else if value.hasPrefix("file:") {
            text = content(of: String(value.dropFirst(5)))
        } else {
            text = value
        }
        return text.flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    private static func content(of file: String) -> String? {
        guard var bytes = FileBytes.read(file, limit: longestSecret) else { return nil }
        while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
