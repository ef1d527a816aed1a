import Core

/// The story as the same bytes every time: instants to the second, timelines in the order of (time, source, id) at
/// that precision, and without how long this machine took.
enum StoryJSON {
    private static let instants = ["time", "recordedtime", "received", "at"]

    static func canonical(_ story: JSON) -> JSON {
        switch story {
        case .array(let elements): return .array(sorted(elements.map(canonical)))
        case .object(let object):
            var result = JSONObject()
            for member in object.members where member.name != "suppressed_ms" {
                result[member.name] =
                    instants.contains(member.name) ? toTheSecond(member.value) : canonical(member.value)
            }
            return .object(result)
        default: return story
        }
    }

    private static func toTheSecond(_ value: JSON) -> JSON {
        guard let time = value.string.flatMap({ Timestamp(rfc3339: $0) }) else { return value }
        return .string(Timestamp(seconds: time.seconds).description)
    }

    /// Events by time, source and id; other lists as they are.
    private static func sorted(_ elements: [JSON]) -> [JSON] {
        guard elements.allSatisfy({ $0["specversion"] != nil }) else { return elements }
        func key(_ event: JSON) -> [String] { ["time", "source", "id"].map { event[$0]?.string ?? "" } }
        return elements.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    }
}
