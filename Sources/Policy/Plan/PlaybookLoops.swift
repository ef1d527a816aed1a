import Core
import YAML

/// Playbooks that lead back to each other.
///
/// When none of them waits, a run would pass through them for ever, in one breath.
struct PlaybookLoops {
    /// One playbook leads to another here.
    struct Edge {
        let from: String
        let to: String
        let word: SourceText
    }

    let edges: [Edge]
    /// Playbooks in which some step waits.
    let waiting: Set<String>

    init(_ playbooks: [PlaybookWords]) {
        edges = playbooks.flatMap { playbook in
            playbook.successors.map { Edge(from: playbook.name?.text ?? "", to: $0.name, word: $0.word) }
        }
        waiting = Set(playbooks.filter(\.waits).compactMap(\.name?.text))
    }

    func check(_ problems: Problems) {
        var told: Set<String> = []
        let breathless = edges.filter { !waiting.contains($0.from) && !waiting.contains($0.to) }
        for loop in loops(of: breathless, &told) {
            problems.add(
                "endless-playbooks",
                "\(loop.names) without end, and no step waits",
                hint: "let a step wait (`delay` or `wait_for`), or lead to `end`",
                at: loop.edge.word
            )
        }
        for loop in loops(of: edges, &told) {
            problems.add(
                "playbook-loop",
                "\(loop.names): who does not reach a goal goes round for ever",
                hint: "lead to `end` when once is enough",
                severity: .warning,
                at: loop.edge.word
            )
        }
    }

    /// For each group of playbooks that all lead to each other, the first edge in it.
    private func loops(of edges: [Edge], _ told: inout Set<String>) -> [(edge: Edge, names: String)] {
        let successors = Dictionary(grouping: edges, by: \.from).mapValues { $0.map(\.to) }
        var found: [(edge: Edge, names: String)] = []
        for edge in edges where !told.contains(edge.from) {
            let after = reached(from: edge.from, successors)
            guard after.contains(edge.from), reached(from: edge.to, successors).contains(edge.from) else { continue }
            let members = after.filter { reached(from: $0, successors).contains(edge.from) }.sorted()
            told.formUnion(members)
            let names = members.map { "`\($0)`" }.joined(separator: ", ")
            found.append((edge, members.count == 1 ? "\(names) leads to itself" : "\(names) lead to each other"))
        }
        return found
    }

    /// Everything that lies behind a playbook, itself only when something leads back.
    private func reached(from start: String, _ successors: [String: [String]]) -> Set<String> {
        var found: Set<String> = []
        var open = successors[start] ?? []
        while let next = open.popLast() {
            if found.insert(next).inserted { open += successors[next] ?? [] }
        }
        return found
    }
}
