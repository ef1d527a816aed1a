import Core
import Foundation
import Testing
import YAML

/// A format that grows a key for each provider is a program: what only one connector needs must say why.
@Suite("Features of one connector") struct SingleUseTests {
    @Test("each stands in docs/single-use.md, and nothing else does")
    func documented() throws {
        let single = try Self.single()
        let documented = try Self.documented()
        let missing = single.filter { documented[$0.key] != $0.value }
        let stale = documented.filter { single[$0.key] == nil }
        #expect(missing.isEmpty, "write down why:\n\(Self.rows(missing))")
        #expect(stale.isEmpty, "no longer of one connector only:\n\(Self.rows(stale))")
    }

    @Test("features are keys, words and our functions, whoever names what stands inside")
    func features() throws {
        let text = """
            verify: {all: [{type: hmac, algorithm: {select: x, "1": sha1}, content: 'pairs(body, ",")'}]}
            actions: {send_it: {request: {headers: {X-Name: "a pairs (b)"}, json: {to: {deep: "${md5(x)}"}}}}}
            """
        let node = try YAML.parse(text, name: "test.yaml")
        let found = Feature.all(of: node, functions: ["pairs", "md5", "sort"]).sorted().map(\.description)
        #expect(
            found == [
                "action.request", "actions", "md5()", "pairs()", "request.headers", "request.json", "step.algorithm",
                "step.content", "step.type", "step.type: hmac", "verify", "verify.all",
            ]
        )
        let functions = try Feature.ownFunctions()
        #expect(functions.isSuperset(of: ["pairs", "e164", "mime_parse", "xml_parse", "url_base"]))
        #expect(functions.isDisjoint(with: ["startsWith", "map", "size"]))
    }

    /// What exactly one connector uses, and which one.
    private static func single() throws -> [String: String] {
        let functions = try Feature.ownFunctions()
        var users: [Feature: [String]] = [:]
        for name in try SourceFile.folders(in: "Connectors") {
            let path = SourceFile.root.appending(path: "Connectors/\(name)/connector.yaml")
            let node = try YAML.parse(try String(contentsOf: path, encoding: .utf8), name: name)
            for feature in Feature.all(of: node, functions: functions) { users[feature, default: []].append(name) }
        }
        let pairs = users.filter { $0.value.count == 1 }.map { ($0.key.description, $0.value[0]) }
        let single = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        return single.filter { feature, user in !isPart(feature, of: single, user: user) }
    }

    /// Whether a key stands inside one that is itself of that connector only.
    private static func isPart(_ feature: String, of single: [String: String], user: String) -> Bool {
        guard let dot = feature.firstIndex(of: ".") else { return false }
        let parent = feature[..<dot]
        // Entries that the author names are told by a form of the key they stand under.
        return single.contains { key, other in
            other == user && key != feature
                && (key.hasSuffix(".\(parent)") || !key.contains(".") && parent.hasPrefix(key))
        }
    }

    /// Rows of the table: `| `feature` | connector | why |`.
    private static func documented() throws -> [String: String] {
        let path = SourceFile.root.appending(path: "docs/single-use.md")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
        let rows = lines.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        let pairs = rows.filter { $0.count == 3 && $0[0].hasPrefix("`") && !$0[2].isEmpty }.map { cells in
            (cells[0].trimmingCharacters(in: ["`"]), cells[1])
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func rows(_ features: [String: String]) -> String {
        features.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value) | |" }.joined(separator: "\n")
    }
}
