public import Core

/// How a running daemon takes another configuration, as the routes see it.
public struct Reloading: Sendable {
    /// Where the daemon stands with its files.
    public let state: Current<ConfigurationState>
    /// Reads everything again and puts it in force if it is good; nil where nothing can be read again.
    public let reload: (@Sendable () async -> ReloadOutcome)?

    /// A way to reload.
    public init(state: Current<ConfigurationState>, reload: (@Sendable () async -> ReloadOutcome)? = nil) {
        self.state = state
        self.reload = reload
    }
}

/// Where a daemon stands with the files it was told to read.
public struct ConfigurationState: Sendable {
    /// Since when the configuration in force is; nil when that is as old as the daemon.
    public var since: Timestamp?
    /// What is wrong with the files as they were read last; empty when they are in force.
    public var problems: [Diagnostic] = []
    /// What was read and waits for a restart, such as `server.listen`.
    public var needsRestart: [String] = []

    /// The files are in force.
    public init() {}

    /// `accepted`, or `refused` while the files are worse than what is in force.
    var word: String { problems.isEmpty ? "accepted" : "refused" }

    /// For whoever looks after the daemon: no line of a file, since it may hold what it should not.
    var members: JSONObject {
        var members: JSONObject = ["config": .string(word)]
        if !problems.isEmpty { members["problems"] = .array(problems.map(\.json)) }
        members["since"] = since.map { .string($0.description) }
        if !needsRestart.isEmpty { members["needs_restart"] = .array(needsRestart.map(JSON.string)) }
        return members
    }
}

/// What became of a reload.
public enum ReloadOutcome: Sendable {
    /// It is in force, and this is what changed.
    case taken(changes: JSON)
    /// The old one stays in force, and this is why.
    case refused([Diagnostic])
}
