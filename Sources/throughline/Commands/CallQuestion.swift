import ArgumentParser
import Connectors
import Core

/// What `connector call` is asked to do: which action, for which source, with which input.
struct CallQuestion {
    let action: Action
    let request: ActionRequest
    /// The secrets that must not be shown.
    let secretValues: [Secret]

    /// Reads the options.
    ///
    /// Throws wrong usage, or the end of the command when the connector is refused.
    init(_ command: ConnectorCall) throws {
        let connector = try command.options.connector(named: command.name)
        let action = try Self.named(command.action, in: connector.actions, "The connector has no action")
        var secrets = try Self.secrets(command.secrets, of: connector)
        for name in action.secrets.sorted() where secrets[name] == nil {
            guard command.plan else { throw Terminal.misuse("The action needs the secret `\(name)`: add --secret.") }
            secrets[name] = [Secret("***")]
        }
        let source = Source(
            name: connector.name,
            connector: connector,
            secrets: SecretSet(secrets),
            config: try Self.settings(command.settings, of: connector),
            baseURL: try command.baseURL.map(Self.address),
            origins: OriginMap(try Self.origins(command.origins))
        )
        self.action = action
        secretValues = secrets.values.flatMap(\.self)
        let id = command.id ?? IDSource().next("dlv")
        request = ActionRequest(
            id: id,
            input: try Self.input(command.input, of: action),
            source: source,
            callbackURL: "https://gateway.example/hooks/\(source.name)?delivery=\(id)",
            now: SystemClock().now
        )
    }

    /// Every value that is missing or of another type is told at once.
    private static func input(_ text: String, of action: Action) throws -> JSONObject {
        guard let input = (try? JSON.parse(text))?.object else {
            throw Terminal.misuse("--input must be a JSON object, such as '{\"to\": \"+15005550006\"}'.")
        }
        let names = action.inputs.map(\.name) + ["known_id"]
        var problems = action.problems(with: input).map(\.reason)
        for member in input.members where !names.contains(where: member.name.hasSameBytes) {
            let hint = Suggestion.hint(for: member.name, in: names).map { " (\($0))" } ?? ""
            problems.append("`\(action.name)` takes no input `\(Terminal.safe(member.name))`\(hint)")
        }
        guard problems.isEmpty else { throw Terminal.misuse(problems.joined(separator: "\n")) }
        return input
    }

    private static func secrets(_ options: [String], of connector: Connector) throws -> [String: [Secret]] {
        var secrets: [String: [Secret]] = [:]
        for option in options {
            guard let (name, text) = NamedOption.split(option), let value = NamedOption.secret(text) else {
                throw Terminal.misuse("--secret takes NAME=TEXT, NAME=env:VARIABLE or NAME=file:PATH.")
            }
            let known = Dictionary(connector.secrets.map { ($0, $0) }, uniquingKeysWith: { first, _ in first })
            secrets[try named(name, in: known, "The connector has no secret"), default: []].append(value)
        }
        return secrets
    }

    /// A setting is text, unless its default is something else.
    private static func settings(_ options: [String], of connector: Connector) throws -> JSONObject {
        let defaults = Dictionary(connector.config.members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var settings = JSONObject()
        for option in options {
            guard let (name, text) = NamedOption.split(option) else {
                throw Terminal.misuse("--config takes KEY=VALUE.")
            }
            let standard = try named(name, in: defaults, "The connector has no setting")
            guard let value = standard.string == nil ? try? JSON.parse(text) : .string(text) else {
                throw Terminal.misuse("`\(name)` must be JSON, as its default is.")
            }
            settings[name] = value
        }
        return settings
    }

    private static func origins(_ options: [String]) throws -> [String: String] {
        let pairs = try options.map { option in
            guard let (from, to) = NamedOption.split(option), WebAddress(from) != nil else {
                throw Terminal.misuse(
                    "--fetch takes ORIGIN=ORIGIN, as in https://id.example.com=http://127.0.0.1:8081."
                )
            }
            return (from, try address(to))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// Plain http carries secrets in the open, so it goes to this machine only.
    private static func address(_ text: String) throws -> String {
        guard let address = WebAddress(text) else {
            throw Terminal.misuse("`\(Terminal.safe(text))` is no http or https URL with a host.")
        }
        guard address.isSecure || address.isLoopback else {
            throw Terminal.misuse("`\(Terminal.safe(text))`: plain http goes to this machine only.")
        }
        return text
    }

    private static func named<Found>(_ name: String, in known: [String: Found], _ message: String) throws -> Found {
        if let found = known[name] { return found }
        let hint = Suggestion.hint(for: name, in: known.keys.sorted()).map { " (\($0))" } ?? ""
        throw Terminal.misuse("\(message) `\(Terminal.safe(name))`\(hint).")
    }
}

extension ConnectorsOption {
    /// A connector by its name.
    ///
    /// Throws wrong usage when there is none, and the end of the command when it is refused.
    func connector(named name: String) throws -> Connector {
        guard let draft = folder.draft(name) else {
            let hint = folder.hint(for: name).map { " (\($0))" } ?? ""
            throw Terminal.misuse("No connector is called `\(Terminal.safe(name))`\(hint).")
        }
        if let connector = draft.runnable { return connector }
        for problem in draft.problems.sorted { Terminal.error(problem.rendered + "\n") }
        throw ExitCode.failure
    }
}
