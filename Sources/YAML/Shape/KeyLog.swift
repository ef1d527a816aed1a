import Core
import Synchronization

/// Notes which keys readers ask mappings for, and which words they take: how a test learns whether a ``Shape`` says the
/// same as its readers.
package final class KeyLog: Sendable {
    /// The log of what is being read in this task; none outside of tests.
    @TaskLocal package static var current: KeyLog?

    /// Where a node stands.
    private struct Spot: Hashable {
        let file: String
        let place: SourcePlace

        init(_ node: Node) {
            file = node.file.name
            place = node.start
        }
    }

    private struct Notes {
        var keys: [Spot: [String: Bool]] = [:]
        var words: [Spot: [String]] = [:]
    }

    private let notes = Mutex(Notes())

    /// Nothing noted.
    package init() {}

    /// The keys a mapping was asked for, each with whether it was required; nil when nobody read it.
    package func keys(askedOf node: Node) -> [String: Bool]? { notes.withLock { $0.keys[Spot(node)] } }

    /// The words of which the value had to be one; nil when it was not read so.
    package func words(takenAt node: Node) -> [String]? { notes.withLock { $0.words[Spot(node)] } }

    func note(_ key: String, _ need: Need, of node: Node) {
        notes.withLock { notes in
            let isRequired = need == .required || notes.keys[Spot(node)]?[key] == true
            notes.keys[Spot(node), default: [:]][key] = isRequired
        }
    }

    func note(words: [String], at node: Node) { notes.withLock { $0.words[Spot(node)] = words } }
}
