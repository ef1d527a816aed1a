import ArgumentParser
import Core

/// The options every command that reads the configuration has.
struct ConfigOption: ParsableArguments {
    @Option(name: [.customShort("c"), .long], help: "The configuration file.")
    var config = "config.yaml"

    /// Reads the configuration; shows everything that is wrong with it and ends with 78 when it is refused.
    func read(_ overrides: SettingsReader.Overrides = .init(), asJSON: Bool = false) throws -> Settings {
        do throws(Diagnostics) {
            return try SettingsReader(file: config, overrides: overrides).read()
        } catch {
            throw Terminal.refuse(error, asJSON: asJSON)
        }
    }
}
