public import Core

/// One value of a YAML file, with where it begins and ends.
public struct Node: Sendable {
    /// What a node holds.
    public enum Content: Sendable {
        /// A single text, number, boolean or nothing.
        case scalar(Scalar)
        /// A list.
        case sequence([Node])
        /// Keys and values in the order written; no key stands twice.
        case mapping([Entry])
    }

    /// What it holds.
    public let content: Content
    /// Its first character.
    public let start: SourcePlace
    /// One past its last character.
    public let end: SourcePlace
    /// The file it stands in.
    public let file: SourceFile

    /// A node of a file.
    public init(_ content: Content, start: SourcePlace, end: SourcePlace, file: SourceFile) {
        self.content = content
        self.start = start
        self.end = end
        self.file = file
    }

    /// The text, number, boolean or nothing, when it is a single value.
    public var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The elements, when it is a list.
    public var elements: [Node]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The keys and values, when it is a mapping.
    public var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value under a key, or nil when it is missing or this is no mapping.
    public subscript(key: String) -> Node? {
        entries?.first { $0.key.text.hasSameBytes(as: key) }?.value
    }

    /// Whether nothing is written, or `null`, or `~`.
    public var isNull: Bool { scalar?.isNull ?? false }

    /// What it is, for messages: `a mapping`, `a list`, `empty`, `a boolean`, `a number` or `text`.
    public var kind: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.kind
        }
    }

    /// What an empty file holds.
    static func empty(in file: SourceFile) -> Node {
        let start = SourcePlace(line: 1, column: 1)
        let text = SourceText(text: "", file: file, places: [start])
        return Node(.scalar(Scalar(source: text, isPlain: true)), start: start, end: start, file: file)
    }
}

/// One key of a mapping and its value.
public struct Entry: Sendable {
    /// The key with its places.
    public let key: SourceText
    /// The value.
    public let value: Node

    /// Pairs a key with a value.
    public init(key: SourceText, value: Node) {
        self.key = key
        self.value = value
    }
}
