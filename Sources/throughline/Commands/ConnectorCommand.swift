import ArgumentParser

/// `throughline connector`: what is done to connectors without a gateway running.
struct ConnectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector",
        abstract: "Write, check and try connectors.",
        subcommands: [
            ConnectorNew.self, ConnectorLint.self, ConnectorTest.self, ConnectorTry.self, ConnectorCall.self,
            ConnectorRecord.self, ConnectorList.self, ConnectorDoctor.self,
        ]
    )
}

/// The option every command has that reads connectors.
struct ConnectorsOption: ParsableArguments {
    @Option(
        name: [.customLong("connectors"), .customLong("dir")],
        help: ArgumentHelp("The folder of the connectors.", valueName: "folder")
    )
    var connectors = "Connectors"

    /// The folder.
    var folder: ConnectorFolder { ConnectorFolder(path: connectors) }
}
