import Foundation
import Testing

/// One test of the official suite, as a line of a batch.
struct SuiteTest {
    private let json: [String: Any]

    /// All but those of `block_ext`, which need macros that are for tests only.
    static func all() throws -> [SuiteTest] {
        let data = try Data(contentsOf: Repository.file("Tests/Data/cel_conformance.json"))
        let tests = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        return tests.filter { $0["file"] as? String != "block_ext" }.map { SuiteTest(json: $0) }
    }

    /// The test as it stands: a batch leaves alone what it does not know.
    func line() throws -> Data { try JSONSerialization.data(withJSONObject: json) }

    /// Why an answer is not the one that is expected; nil when it is.
    func failure(of answer: [String: Any]) -> String? {
        let name = ["file", "section", "name"].compactMap { json[$0] as? String }.joined(separator: "/")
        let expected = json["expect"] as? [String: Any] ?? [:]
        if let type = expected["deduced_type"] as? String, type != answer["deduced_type"] as? String {
            return "\(name): \(answer), not of type \(type)"
        }
        if let value = expected["value"] { return Self.isSame(value, answer["value"]) ? nil : "\(name): \(answer)" }
        guard expected["error"] != nil else { return nil }
        guard let error = answer["error"] as? [String: Any] else { return "\(name): \(answer), not an error" }
        let hint = expected["message_hint"] as? String ?? ""
        return Self.proves(error, hint) ? nil : "\(name): \(error)"
    }

    /// Whether an error is not there only because a name or function is missing.
    private static func proves(_ error: [String: Any], _ hint: String) -> Bool {
        let isAboutNames = ["undeclared", "unbound", "unknown"].contains { hint.contains($0) }
        let message = error["message"] as? String ?? "unknown"
        return isAboutNames || !message.hasPrefix("unknown") && ["check", "eval"].contains(error["kind"] as? String)
    }

    /// Whether two tagged values are the same: 1 is not 1u, NaN is NaN, the order of a map's entries does not count.
    private static func isSame(_ wanted: Any?, _ found: Any?) -> Bool {
        guard let wanted = wanted as? [String: Any], let found = found as? [String: Any],
            let type = wanted["type"] as? String, type == found["type"] as? String
        else { return false }
        switch type {
        case "null": return found["value"] == nil
        case "bool": return wanted["value"] as? Bool == found["value"] as? Bool
        case "double": return isSameNumber(wanted["value"], found["value"])
        case "list": return isSameList(wanted["value"], found["value"])
        case "map": return isSameMap(wanted["value"], found["value"])
        default:
            return (wanted["value"] as? String).map { Array($0.utf8) }
                == (found["value"] as? String).map { Array($0.utf8) }
        }
    }

    private static func isSameNumber(_ wanted: Any?, _ found: Any?) -> Bool {
        guard let wanted = (wanted as? String).flatMap(Double.init), let found = (found as? String).flatMap(Double.init)
        else { return false }
        return wanted.isNaN && found.isNaN || wanted == found && wanted.sign == found.sign
    }

    private static func isSameList(_ wanted: Any?, _ found: Any?) -> Bool {
        guard let wanted = wanted as? [Any], let found = found as? [Any] else { return false }
        return wanted.count == found.count && zip(wanted, found).allSatisfy { isSame($0, $1) }
    }

    private static func isSameMap(_ wanted: Any?, _ found: Any?) -> Bool {
        guard let wanted = wanted as? [[Any]], let found = found as? [[Any]] else { return false }
        return wanted.count == found.count && wanted.allSatisfy { entry in found.contains { isSameList(entry, $0) } }
    }
}
