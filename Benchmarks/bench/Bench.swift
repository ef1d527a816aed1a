import ArgumentParser

/// First figures, honestly measured: the daemon beside what its parts can do without remembering anything.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the daemon beside the bare HTTP stack and bare libcurl, in one run.",
        subcommands: [All.self, ConnectorBench.self, CELBench.self, CELAllocations.self, BareServer.self],
        defaultSubcommand: All.self
    )
}

/// A measurement that did not come about.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
