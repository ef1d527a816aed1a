import Connectors
import Core

/// A list that is read for a source.
struct ConfiguredPoll: Sendable {
    let source: Source
    let poll: Poll
}

/// Something that is kept up for a source.
struct ConfiguredMaintenance: Sendable {
    let source: Source
    let maintenance: Maintenance
}

extension Configuration {
    /// The lists that can be read and are wanted now.
    func polls(at now: Timestamp) -> [ErrandName: ConfiguredPoll] {
        var found: [ErrandName: ConfiguredPoll] = [:]
        for source in sources.values {
            for poll in source.polls(at: now) {
                found[ErrandName(.poll, source: source.name, name: poll.name)] = ConfiguredPoll(
                    source: source,
                    poll: poll
                )
            }
        }
        return found
    }

    /// What is to be kept up at providers.
    var maintenances: [ErrandName: ConfiguredMaintenance] {
        var found: [ErrandName: ConfiguredMaintenance] = [:]
        for source in sources.values {
            for maintenance in source.connector.maintenances {
                found[ErrandName(.maintain, source: source.name, name: maintenance.name)] = ConfiguredMaintenance(
                    source: source,
                    maintenance: maintenance
                )
            }
        }
        return found
    }
}

extension [ErrandName: ConfiguredPoll] {
    /// Each with its interval.
    var intervals: [ErrandName: TimeSpan] { mapValues(\.poll.every) }
}
