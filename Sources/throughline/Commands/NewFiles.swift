import ArgumentParser
import Connectors
import Glibc

/// Writes the files of a new connector.
struct NewFiles {
    let folder: String

    /// Writes them, and the folder when there is none.
    ///
    /// Throws the end of the command when that is not possible.
    func write(_ files: [(name: String, text: String)]) throws {
        guard Folders.make(folder, mode: 0o755) else { throw unwritable(folder) }
        for (name, text) in files { try write(text, to: "\(folder)/\(name)") }
    }

    private func write(_ text: String, to path: String) throws {
        let bytes = Array(text.utf8)
        guard let file = fopen(path, "wb") else { throw unwritable(path) }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw unwritable(path) }
    }

    private func unwritable(_ path: String) -> ExitCode {
        Terminal.error("\(path) cannot be written.")
        return ExitCode.failure
    }
}

/// What to do with a new connector.
struct NextSteps {
    let skeleton: ConnectorSkeleton
    /// The folder of the connectors.
    let connectors: String

    /// Lines for a person.
    var text: String {
        let width = steps.map(\.what.count).max() ?? 0
        let lines = steps.map { "  \($0)\(String(repeating: " ", count: width - $0.count))   \($1)" }
        let head = "Wrote connector.yaml and tests.yaml in \(connectors)/\(skeleton.name). Next:"
        let tail = "The provider posts to PUBLIC_URL/hooks/\(skeleton.name)."
        return ([head] + lines + [tail]).joined(separator: "\n")
    }

    private var steps: [(what: String, why: String)] {
        let name = skeleton.name
        let option = connectors == "Connectors" ? "" : " --connectors \(connectors)"
        return [
            ("throughline connector test \(name)\(option)", "runs the cases, which pass as they are"),
            ("edit both files", "by the provider's documentation and real requests"),
            ("throughline connector lint \(name)\(option)", "shows what is wrong or missing"),
            ("add to `sources` in config.yaml", "\(name): {connector: \(name)\(secrets)}"),
        ]
    }

    private var secrets: String {
        if skeleton.scheme == .none { return "" }
        return ", secrets: {\(skeleton.secret): [{env: \(skeleton.secret.uppercased())}]}"
    }
}
