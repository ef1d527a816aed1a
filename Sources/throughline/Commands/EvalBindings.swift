import CEL
import Core

/// The values that a line of a batch gives: `bindings` tagged, `json` plain, `now` a time.
struct EvalBindings {
    /// In the order given; of a name given twice the first counts.
    private(set) var values: [(name: String, value: Value)] = []
    /// What is known of them before they are looked at.
    private(set) var types: [String: ValueType] = [:]
    private var names: Set<Text> = []

    /// Reads a line.
    init(_ line: JSON) throws(EvalFailure) {
        for member in try Self.members(of: "bindings", line) {
            do throws(TaggedValueError) {
                bind(member.name, to: try Value(tagged: member.value))
            } catch {
                throw .unreadable("`bindings`: \(error.message)")
            }
        }
        for member in try Self.members(of: "json", line) { bind(member.name, to: Value(member.value)) }
        guard let now = line["now"] else { return }
        guard let time = try? Value(tagged: ["type": "timestamp", "value": now]) else {
            throw .unreadable("`now` must be a time as in RFC 3339")
        }
        if names.insert("now").inserted {
            values.append(("now", time))
            types["now"] = .timestamp
        }
    }

    private mutating func bind(_ name: String, to value: Value) {
        if names.insert(Text(name)).inserted { values.append((name, value)) }
    }

    private static func members(of name: String, _ line: JSON) throws(EvalFailure) -> [JSONObject.Member] {
        guard let found = line[name] else { return [] }
        guard let object = found.object else { throw .unreadable("`\(name)` must be an object") }
        return object.members
    }
}
