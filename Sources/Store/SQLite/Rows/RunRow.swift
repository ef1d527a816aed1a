import Core

extension Run: RowReadable {
    static var table: String { "runs" }
    static let columns =
        "id, playbook, version, customer, account, persona, step, entered, waiting, wake, ended, memory"

    init(row: inout Row) throws(StoreError) {
        self.init(
            id: row.text(),
            playbook: row.text(),
            version: Int(row.int()),
            customer: row.text(),
            account: try row.account(),
            persona: row.text(),
            step: row.text(),
            entered: row.time()
        )
        guard let waiting = Waiting(stored: try row.json()) else { throw row.unreadable }
        self.waiting = waiting
        wake = row.timeIfAny()
        ended = row.textIfAny()
        memory = try row.object()
    }
}

extension Run.Waiting {
    /// As stored: `{"for": "delivery", "delivery": …}`.
    var stored: JSON {
        switch self {
        case .step: ["for": "step"]
        case .delivery(let id): ["for": "delivery", "delivery": .string(id)]
        case .events(let names): ["for": "events", "events": .array(names.map(JSON.string))]
        case .delay: ["for": "delay"]
        }
    }

    init?(stored json: JSON) {
        switch (json["for"]?.string, json["delivery"]?.string, json["events"]?.array) {
        case ("step", _, _): self = .step
        case ("delivery", let id?, _): self = .delivery(id)
        case ("events", _, let names?): self = .events(names.compactMap(\.string))
        case ("delay", _, _): self = .delay
        default: return nil
        }
    }
}
