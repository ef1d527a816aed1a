import ArgumentParser
import Core
import Glibc

/// Text for a person and lines for a program.
enum Terminal {
    /// Whether standard output shows colours.
    static let isColoured = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil

    /// Writes a line to standard output, at once.
    static func line(_ text: String = "") {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard error, at once.
    static func error(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Shows everything that is wrong with a configuration, and what follows, and ends.
    static func refuse(
        _ problems: Diagnostics,
        asJSON: Bool,
        so consequence: String = "nothing was started"
    ) -> ExitCode {
        for problem in problems.sorted {
            if asJSON { line(problem.json.text) } else { error(problem.rendered + "\n") }
        }
        let count = problems.all.count { $0.severity == .error }
        if !asJSON { error("\(Counted.text(count, "error")); \(consequence).") }
        return Ending.configuration
    }

    /// Says what is wrong with how a command was used, and ends it as wrong usage.
    static func misuse(_ message: String) -> ExitCode {
        error(message)
        return ExitCode(2)
    }

    /// Control characters of foreign text, made harmless for a terminal.
    static func safe(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    return isControl ? "\u{FFFD}" : scalar
                }
            )
        )
    }

    /// Writes bytes to standard error, at once.
    static func errorBytes(_ bytes: [UInt8]) {
        write(bytes, to: STDERR_FILENO)
    }

    /// Writes bytes to standard output, at once.
    static func bytes(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || Readiness.comes(to: descriptor, for: POLLOUT, after: errno) else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
