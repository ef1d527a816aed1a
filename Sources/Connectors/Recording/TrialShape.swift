import Core

/// What comes of a request but for its values: how many items, which events, which fields.
struct TrialShape: Equatable {
    private let reason: String
    private let items: [[[String]]]
    private let waits: [Bool]

    init(_ trial: Trial) {
        reason = trial.reason
        waits = trial.items.map(\.isWaiting)
        items = trial.items.map { item in
            item.events.map { event in [event.type.rawValue] + event.flat.members.map(\.name).sorted() }
        }
    }
}
