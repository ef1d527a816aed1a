import ArgumentParser
import Core
import Pipeline
import Policy

/// `throughline check`: everything `serve` would say about the configuration, without starting.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check the configuration without starting.")

    @OptionGroup var options: ConfigOption
    @Flag(help: "One JSON object per problem and line.") var json = false

    func run() throws {
        let settings = try options.read(asJSON: json)
        for warning in settings.warnings {
            Terminal.line(json ? warning.json.text : warning.rendered + "\n")
        }
        if json { return }
        let configuration = settings.configuration
        let counts = [
            (configuration.sources.count, "sources"), (configuration.creditors.count, "creditors"),
            (configuration.policy.gate.rules.count, "rules"), (configuration.policy.playbooks.count, "playbooks"),
            (configuration.policy.templates.count, "templates"),
        ]
        Terminal.line("\(options.config) is good: " + counts.map { "\($0) \($1)" }.joined(separator: ", ") + ".")
    }
}
