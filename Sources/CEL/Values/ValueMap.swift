/// A map of the expression language: keys are booleans, integers or strings, in the order they were written.
public final class ValueMap: Sendable {
    /// One key and its value.
    public struct Entry: Sendable {
        /// A boolean, an integer or a string.
        public let key: Value
        /// What the key stands for.
        public let value: Value

        /// Pairs a key with a value.
        public init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// Maps up to this size are searched entry by entry, which is faster than hashing.
    private static let searchedCount = 16

    /// All entries in order.
    public let entries: [Entry]
    /// One word per entry that tells most keys apart without touching them.
    private let fingerprints: [UInt64]
    private let index: [MapKey: Int]

    /// A map with string keys; a name given twice keeps its place and the last value.
    public convenience init(_ pairs: [(String, Value)]) {
        var builder = MapBuilder()
        for (name, value) in pairs { builder.set(.string(Text(name)), to: value) }
        self.init(distinct: builder.entries)
    }

    /// A map of any keys; nil when one stands twice or is no boolean, integer or string.
    public convenience init?(entries: [Entry]) {
        var builder = MapBuilder()
        for entry in entries where builder.refusal(of: entry.key, entry.value) != nil { return nil }
        self.init(distinct: builder.entries)
    }

    /// A map of entries whose keys are known to be distinct, with their fingerprints where these are known too.
    init(distinct entries: [Entry], fingerprints: [UInt64]? = nil) {
        self.entries = entries
        self.fingerprints = fingerprints ?? entries.map { MapKey.fingerprint(of: $0.key) }
        guard entries.count > Self.searchedCount else {
            index = [:]
            return
        }
        var index: [MapKey: Int] = [:]
        for (place, entry) in entries.enumerated() {
            if let key = MapKey(entry.key) { index[key] = place }
        }
        self.index = index
    }

    /// Number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of a string key, or nil when it is missing.
    public subscript(_ key: String) -> Value? { value(named: FieldName(key)) }

    /// The value of a key known in advance.
    func value(named name: FieldName) -> Value? {
        if !index.isEmpty { return index[name.key].map { entries[$0].value } }
        for place in fingerprints.indices where fingerprints[place] == name.fingerprint {
            if case .string(let text) = entries[place].key, name.isExact || text == name.text {
                return entries[place].value
            }
        }
        return nil
    }

    /// The value of any key; numbers are found by what they count, whatever their type.
    func value(for key: Value) -> Value? {
        if case .string(let text) = key { return value(named: FieldName(text.string)) }
        guard let wanted = MapKey(key) else { return nil }
        if !index.isEmpty { return index[wanted].map { entries[$0].value } }
        return entries.first { MapKey($0.key) == wanted }?.value
    }
}
