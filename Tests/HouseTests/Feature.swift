import Foundation
import YAML

/// What a connector needs of the format: its keys, the words that choose between ways, the functions that are ours.
struct Feature: Hashable, Comparable, CustomStringConvertible {
    let description: String

    static func < (left: Feature, right: Feature) -> Bool { left.description < right.description }

    /// Keys below which every name is the author's.
    private static let open: Set<String> = [
        "secrets", "config", "let", "event", "headers", "query", "json", "form", "form_nested", "multipart", "xml",
        "body", "result", "input", "state", "algorithm",
    ]
    /// Keys whose entries the author names, and what one of them is called here.
    private static let named = ["actions": "action", "tokens": "token", "poll": "polled", "maintain": "maintained"]
    /// Keys whose value is a word of the format.
    private static let words: Set<String> = [
        "step.type", "step.algorithm", "step.encoding", "receive.decode", "receive.encoding", "key.format",
        "timestamp.format", "jwt.algorithm",
    ]
    /// Macros that every CEL has.
    private static let macros: Set<String> = ["all", "exists", "exists_one", "filter", "has", "map"]

    /// Everything that a connector uses; what stands inside a part that is listed itself counts with it.
    static func all(of connector: Node, functions: Set<String>) -> Set<Feature> {
        var found: Set<Feature> = []
        collect(connector, below: "", functions, into: &found)
        return found
    }

    private static func collect(
        _ node: Node,
        below parent: String,
        _ functions: Set<String>,
        into found: inout Set<Feature>
    ) {
        switch node.content {
        case .scalar(let scalar):
            for name in functions where mentions(scalar.text, name) { found.insert(Feature(description: "\(name)()")) }
        case .sequence(let elements):
            for element in elements { collect(element, below: parent, functions, into: &found) }
        case .mapping(let entries):
            for entry in entries { collect(entry, below: parent, functions, into: &found) }
        }
    }

    private static func collect(
        _ entry: Entry,
        below parent: String,
        _ functions: Set<String>,
        into found: inout Set<Feature>
    ) {
        let key = entry.key.text
        // Steps of `all` and `any` are steps.
        let place = ["all", "any"].contains(parent) ? "step" : parent
        let isAuthors = open.contains(parent) || parent == "authors"
        let path = place.isEmpty ? key : "\(place).\(key)"
        if !isAuthors, named[parent] == nil { found.insert(Feature(description: path)) }
        if words.contains(path), let word = entry.value.scalar?.text {
            found.insert(Feature(description: "\(path): \(word)"))
        }
        let below = isAuthors ? "authors" : named[parent] ?? key
        collect(entry.value, below: below, functions, into: &found)
    }

    /// Whether an expression calls a function.
    private static func mentions(_ text: String, _ function: String) -> Bool {
        text.range(of: "(?<![A-Za-z0-9_\"'-])\(function)\\(", options: .regularExpression) != nil
    }

    /// The functions that are ours: what Sources/CEL/Functions/Text and Sources/Connectors declare.
    static func ownFunctions() throws -> Set<String> {
        let files = try SourceFile.all().filter { file in
            file.path.hasPrefix("Sources/CEL/Functions/Text/") || file.path.hasPrefix("Sources/Connectors/")
        }
        return Set(files.flatMap { declared(in: $0.text) }).subtracting(macros)
    }

    /// Names in declarations such as `"string.pairs(string, string) -> map(string, list(string))"`.
    private static func declared(in text: String) -> [String] {
        text.split(separator: "\"").compactMap { literal in
            guard literal.contains(") -> "), let end = literal.firstIndex(of: "(") else { return nil }
            let name = literal[..<end].split(separator: ".").last.map(String.init) ?? ""
            let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            return isName ? name : nil
        }
    }
}
