import Core
import HTTPTypes
import Store

/// The body of `POST /v1/quarantine/readmit`: `{"ids": [N], "source": NAME, "stage": STAGE, "before": N, "limit": N,
/// "plan": BOOL}`.
///
/// At least one of `ids`, `source` and `stage` says which entries are meant; `ids` alone, or a filter.
struct ReadmitBody: Equatable {
    private static let members = ["ids", "source", "stage", "before", "limit", "plan"]
    /// Entries in one request: each may make us fetch a certificate, and the caller waits.
    static let limit = 1_000

    private(set) var ids: [Int64]?
    private(set) var filter = QuarantineFilter()
    /// Entries with lower numbers only.
    private(set) var before: Int64?
    private(set) var limit = 100
    private(set) var isPlan = false

    /// Reads a body.
    init(_ body: [UInt8]) throws(Problem) {
        guard let object = (try? JSON.parse(body))?.object else { throw Self.problem("the body must be a JSON object") }
        if let stranger = object.members.first(where: { !Self.members.contains($0.name) }) {
            let hint = Suggestion.hint(for: stranger.name, in: Self.members).map { "; \($0)" } ?? ""
            throw Self.problem("it has an unknown member\(hint)")
        }
        for member in object.members where member.value != .null { try take(member) }
        guard ids != nil || filter != QuarantineFilter() else {
            throw Self.problem("say which entries: `ids`, `source` or `stage`")
        }
        guard ids == nil || filter == QuarantineFilter() else { throw Self.problem("`ids` leave nothing to filter") }
    }

    private mutating func take(_ member: JSONObject.Member) throws(Problem) {
        let value = member.value
        switch member.name {
        case "ids": ids = try Self.numbers(value)
        case "source": filter.source = try Self.known(value.string, "`source` must be a text")
        case "stage": filter.stage = try Quarantined.Stage(name: value.string)
        case "before": before = try Self.known(value.int, "`before` must be a number")
        case "limit":
            let count = value.int.flatMap { (1...Int64(Self.limit)).contains($0) ? Int($0) : nil }
            limit = try Self.known(count, "`limit` must be from 1 to \(Self.limit)")
        default: isPlan = try Self.known(value.bool, "`plan` must be true or false")
        }
    }

    private static func numbers(_ json: JSON) throws(Problem) -> [Int64] {
        let numbers = json.array?.compactMap(\.int)
        guard let numbers, numbers.count == json.array?.count, (1...limit).contains(numbers.count) else {
            throw problem("`ids` must be 1 to \(limit) numbers")
        }
        return numbers
    }

    private static func known<Value>(_ value: Value?, _ reason: String) throws(Problem) -> Value {
        guard let value else { throw problem(reason) }
        return value
    }

    private static func problem(_ reason: String) -> Problem { Problem(.badRequest, "Not understood: \(reason).") }
}

extension Quarantined.Stage {
    /// The stage of this name.
    init(name: String?) throws(Problem) {
        guard let stage = name.flatMap(Self.init(rawValue:)) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.badRequest, "`stage` must be one of \(names).")
        }
        self = stage
    }
}

/// The body of a discard: nothing, or `{"because": TEXT}`.
enum DiscardBody {
    static func reason(_ body: [UInt8]) throws(Problem) -> String? {
        if body.isEmpty { return nil }
        let members = (try? JSON.parse(body))?.object?.members
        if members?.isEmpty == true { return nil }
        guard let members, members.count == 1, members[0].name.hasSameBytes(as: "because"),
            let text = members[0].value.string, (1...500).contains(text.utf8.count)
        else { throw Problem(.badRequest, "The body must be {\"because\": TEXT}, of 1 to 500 bytes.") }
        return text
    }
}
