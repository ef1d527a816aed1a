import ArgumentParser

/// The one binary.
@main
struct Throughline: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "throughline",
        abstract: "A gateway that closes the revenue-cycle loop: webhooks in, lawful contacts out.",
        discussion:
            "Exit codes: 0 fine, 1 problems found, 2 wrong usage, 75 another daemon has the data, 78 configuration refused.",
        version: version,
        subcommands: [
            Serve.self, Check.self, ReloadCommand.self, DoctorCommand.self, Eval.self, ConnectorCommand.self, Demo.self,
            SandboxCommand.self, SchemaCommand.self, TimelineCommand.self, QuarantineCommand.self, ImportCommand.self,
        ]
    )

    /// Usage errors exit 2, as every command here does.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            if code == .validationFailure {
                Terminal.error(fullMessage(for: error))
                exit(withError: ExitCode(2))
            }
            exit(withError: error)
        }
    }
}

/// How a command ends when it does not end well.
enum Ending {
    /// Somebody else has the data (EX_TEMPFAIL).
    static let busy = ExitCode(75)
    /// The store could not do it (EX_IOERR).
    static let store = ExitCode(74)
    /// The configuration is refused (EX_CONFIG).
    static let configuration = ExitCode(78)
}
