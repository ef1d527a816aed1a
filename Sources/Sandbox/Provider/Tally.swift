import Core

/// What a provider did, for the report.
struct Tally {
    private struct Entry {
        let accepted: Timestamp
        let route: String
        let id: String
        let summary: JSONObject

        var json: JSON {
            let head: JSONObject = ["at": .string(accepted.description), "route": .string(route), "id": .string(id)]
            return .object(head.merging(summary))
        }
    }

    /// Accepted requests that are listed; further ones are only counted.
    private static let limit = 50_000

    private var accepted: [Entry] = []
    private var counts: [String: Int64] = [:]
    private var refused: [String: Int64] = [:]
    private var events: [String: Int64] = [:]
    private var repeated: Int64 = 0

    mutating func add(_ object: AcceptedObject) {
        counts[object.route, default: 0] += 1
        guard accepted.count < Self.limit else { return }
        let entry = Entry(accepted: object.accepted, route: object.route, id: object.id, summary: object.summary)
        accepted.append(entry)
    }

    mutating func addRefusal(by route: String) { refused[route, default: 0] += 1 }

    mutating func addRepetition() { repeated += 1 }

    mutating func addEvent(_ name: String) { events[name, default: 0] += 1 }

    /// Accepted requests in order; those of one instant by id, so that the report of a clock that stands still does
    /// not depend on which connection was faster.
    var json: JSONObject {
        let ordered = accepted.sorted { ($0.accepted, ByteKey($0.id)) < ($1.accepted, ByteKey($1.id)) }
        return [
            "accepted": .array(ordered.map(\.json)), "counts": Self.json(counts), "refused": Self.json(refused),
            "repeated": .int(repeated), "events": Self.json(events),
        ]
    }

    static func json(_ counts: [String: Int64]) -> JSON {
        .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) }))
    }
}
