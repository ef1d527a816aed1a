/// A JSON object some or all of whose fields are known.
public struct RecordType: Sendable, Hashable {
    private var types: [Text: ValueType]
    /// Whether there may be fields that are not known, as in what was learned from samples.
    public let isOpen: Bool

    /// A record of these fields; a name given twice keeps the last type.
    public init(_ fields: [(name: String, type: ValueType)], isOpen: Bool = true) {
        types = Dictionary(fields.map { (Text($0.name), $0.type) }, uniquingKeysWith: { _, last in last })
        self.isOpen = isOpen
    }

    /// The type of a field; nil when it is not known.
    public subscript(_ field: String) -> ValueType? { types[Text(field)] }

    /// The names of all known fields, sorted.
    public var names: [String] { types.keys.sorted().map(\.string) }

    /// The fields of both; open when one of them is.
    public func merging(_ other: RecordType) -> RecordType {
        let merged = types.merging(other.types) { $0.merging($1) }
        return RecordType(merged.map { ($0.key.string, $0.value) }, isOpen: isOpen || other.isOpen)
    }
}

extension RecordType: CustomStringConvertible {
    /// `{id: string, paid: bool, ...}`.
    public var description: String {
        let fields = names.map { "\($0): \(self[$0] ?? .dyn)" }
        return "{" + (fields + (isOpen ? ["..."] : [])).joined(separator: ", ") + "}"
    }
}

extension ValueType {
    /// What a value of either type is: the fields of both records, the elements of both lists; otherwise, when they differ,
    /// anything.
    ///
    /// Null adds nothing, since any field may be null.
    public func merging(_ other: ValueType) -> ValueType {
        switch (self, other) {
        case (.null, let type), (let type, .null): type
        case (.record(let left), .record(let right)): .record(left.merging(right))
        case (.list(let left), .list(let right)): .list(left.merging(right))
        default: self == other ? self : .dyn
        }
    }
}
