public import Core

/// Whether a key must stand in a mapping.
public enum Need: Sendable {
    /// The key may be missing.
    case optional
    /// A missing key is an error.
    case required
}

/// Reads a mapping key by key and collects what is wrong with it: missing keys, values of another type, and (at
/// ``finish()``) keys nobody asked for.
///
/// Never throws; a value that cannot be read is nil and a problem.
///
/// ```swift
/// let reader = MappingReader(node, problems)
/// let name = reader.string("connector", .required)
/// let secrets = reader.strings("secrets")
/// reader.finish()
/// ```
public final class MappingReader {
    /// The mapping that is read.
    public let node: Node
    /// Where problems go.
    public let problems: Problems
    private let places: [ByteKey: Int]
    private var known: [String] = []

    /// A reader of `node`; when that is no mapping there is one problem and every key counts as missing without
    /// another.
    ///
    /// `name` is what messages call the mapping: `this`, `a rule`, or a key in backticks.
    public init(_ node: Node, _ problems: Problems, name: String = "this") {
        self.node = node
        self.problems = problems
        let keys = (node.entries ?? []).map { ByteKey($0.key.text) }
        places = Dictionary(zip(keys, keys.indices)) { first, _ in first }
        _ = node.mapping(name, problems)
    }

    /// All entries in the order written.
    public var entries: [Entry] { node.entries ?? [] }

    /// The key as written, with its place; nil when it is missing.
    ///
    /// Does not count as asking for it.
    public func key(_ key: String) -> SourceText? { entry(key)?.key }

    /// Whether a key stands in the mapping, whatever its value.
    ///
    /// Does not count as asking for it.
    public func has(_ key: String) -> Bool { entry(key) != nil }

    /// The value of a key that may be missing.
    public func optional(_ key: String) -> Node? { value(key, .optional) }

    /// The value of a key that must stand there; `missing-key` when it does not.
    public func required(_ key: String) -> Node? { value(key, .required) }

    /// The value of a key; `missing-key` at the start of the mapping when it is required and does not stand there.
    public func value(_ key: String, _ need: Need = .optional) -> Node? {
        known.append(key)
        KeyLog.current?.note(key, need, of: node)
        if let entry = entry(key) { return entry.value }
        if need == .required, node.entries != nil {
            problems.add("missing-key", "`\(key)` is missing", hint: "add `\(key): …`", at: node)
        }
        return nil
    }

    /// Ends the reading: every key that nobody asked for is an `unknown-key`, with the nearest known one as hint.
    public func finish() {
        let asked = Set(known.map(ByteKey.init))
        for entry in entries where !asked.contains(ByteKey(entry.key.text)) {
            let hint = Suggestion.hint(for: entry.key.text, in: unused.isEmpty ? known : unused)
            problems.add("unknown-key", "unknown key `\(entry.key.text)`", hint: hint, at: entry.key)
        }
    }

    /// Known keys that are not in the mapping: what a mistyped key was meant to be.
    private var unused: [String] { known.filter { !has($0) } }

    private func entry(_ key: String) -> Entry? {
        places[ByteKey(key)].map { entries[$0] }
    }
}
