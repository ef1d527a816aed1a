import ArgumentParser
import Connectors
import Core
import Pipeline

/// One request for a person to look at: what is sent, to which source, and when.
struct TryQuestion {
    let input: TrialInput
    let source: Source

    /// Reads what the options of `connector try` name; `entry` is what the quarantine holds, as the API gives it.
    ///
    /// Throws wrong usage, or the end of the command when a connector is refused.
    init(_ command: ConnectorTry, entry: JSON?) throws {
        let sourceName = command.source ?? (command.name == nil ? entry?["source"]?.string : nil)
        let settings = try sourceName.map { _ in try Self.settings(command.config) }
        var input =
            try command.caseName.map { try Self.input(ofCase: $0, command) } ?? entry.map(Self.input(ofEntry:))
            ?? Self.input(inFile: command.request ?? "-", settings, try Self.time(command.now))
        if command.request == nil, let now = command.now { input.now = try Self.time(now) }
        input.skipsVerification = input.skipsVerification || command.skipVerify
        let connector = try settings == nil ? Self.connector(command) : nil
        for secret in command.secrets { try Self.add(secret, to: &input, for: connector) }
        self.input = input
        source =
            try connector.map(input.source)
            ?? Self.source(sourceName ?? "", in: settings)
    }

    private static func input(ofEntry entry: JSON) throws -> TrialInput {
        do throws(TrialInput.Failure) {
            return try TrialInput(entry, now: SystemClock().now)
        } catch {
            throw Terminal.misuse("The daemon's answer cannot be read: \(error.message).")
        }
    }

    private static func settings(_ file: String) throws -> Settings {
        do throws(Diagnostics) {
            return try SettingsReader(file: file).read()
        } catch {
            throw Terminal.refuse(error, asJSON: false)
        }
    }

    private static func source(_ name: String, in settings: Settings?) throws -> Source {
        let sources = settings?.configuration.sources ?? [:]
        if let source = sources[name] { return source }
        let hint = Suggestion.hint(for: name, in: sources.keys.sorted()).map { " (\($0))" } ?? ""
        throw Terminal.misuse("No source is called `\(name)`\(hint).")
    }

    private static func connector(_ command: ConnectorTry) throws -> Connector {
        let name = command.name ?? ""
        guard let draft = command.options.folder.draft(name) else {
            let hint = command.options.folder.hint(for: name).map { " (\($0))" } ?? ""
            throw Terminal.misuse("No connector is called `\(name)`\(hint).")
        }
        if let connector = draft.runnable { return connector }
        for problem in draft.problems.sorted { Terminal.error(problem.rendered + "\n") }
        throw ExitCode.failure
    }

    private static func input(ofCase name: String, _ command: ConnectorTry) throws -> TrialInput {
        let path = "\(command.options.connectors)/\(command.name ?? "")/tests.yaml"
        do throws(Diagnostics) {
            guard let text = FileBytes.readText(path) else { throw Diagnostics.missing(path) }
            let cases = try ConnectorCase.readAll(text, name: path)
            if let found = cases.first(where: { $0.name.hasSameBytes(as: name) }) { return found.input }
            let hint = Suggestion.hint(for: name, in: cases.map(\.name)).map { " (\($0))" } ?? ""
            Terminal.error("There is no case `\(name)` in \(path)\(hint).")
        } catch {
            for problem in error.sorted { Terminal.error(problem.rendered + "\n") }
        }
        throw ExitCode(2)
    }

    private static func input(inFile file: String, _ settings: Settings?, _ now: Timestamp) throws -> TrialInput {
        guard let bytes = FileBytes.read(file == "-" ? "/dev/stdin" : file) else {
            throw Terminal.misuse("\(Terminal.safe(file)) cannot be read, or has more than 16 MiB.")
        }
        do throws(TrialInput.Failure) {
            return try TrialInput(file: bytes, base: settings?.server.publicURL, now: now)
        } catch {
            throw Terminal.misuse("\(Terminal.safe(file)): \(error.message).")
        }
    }

    private static func time(_ text: String?) throws -> Timestamp {
        guard let text else { return SystemClock().now }
        if let seconds = Int64(text) { return Timestamp(seconds: seconds) }
        guard let time = Timestamp(rfc3339: text) else {
            throw Terminal.misuse("--now must be a time as in RFC 3339, or seconds since 1970.")
        }
        return time
    }

    /// `NAME=TEXT`, `NAME=env:VARIABLE`, `NAME=file:PATH`.
    private static func add(_ option: String, to input: inout TrialInput, for connector: Connector?) throws {
        guard let (name, text) = NamedOption.split(option), let value = NamedOption.secret(text) else {
            throw Terminal.misuse("--secret takes NAME=TEXT, NAME=env:VARIABLE or NAME=file:PATH.")
        }
        let names = connector?.secrets ?? []
        guard names.contains(where: name.hasSameBytes) else {
            let hint = Suggestion.hint(for: name, in: names).map { " (\($0))" } ?? ""
            throw Terminal.misuse("The connector has no secret `\(Terminal.safe(name))`\(hint).")
        }
        input.addSecret(value, named: name)
    }
}
