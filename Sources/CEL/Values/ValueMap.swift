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

    private let storage: MapStorage

    /// A map with string keys; a name given twice keeps its place and the last value.
    public convenience init(_ pairs: [(String, Value)]) {
        var builder = MapBuilder(capacity: pairs.count)
        for (name, value) in pairs { builder.set(.string(Text(name)), to: value) }
        self.init(builder.collected())
    }

    /// A map of any keys; nil when one stands twice or is no boolean, integer or string.
    public convenience init?(entries: [Entry]) {
        var builder = MapBuilder(capacity: entries.count)
        for entry in entries where builder.refusal(of: entry.key, entry.value) != nil { return nil }
        self.init(builder.collected())
    }

    /// A map of what was collected; the storage is this map's from now on.
    init(_ storage: MapStorage) {
        self.storage = storage
    }

    deinit { storage.destroy() }

    /// Number of entries.
    public var count: Int { storage.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { storage.count == 0 }

    /// All entries in order.
    public var entries: Entries { Entries(map: self) }

    /// The value of a string key, or nil when it is missing.
    public subscript(_ key: String) -> Value? { value(named: FieldName(key)) }

    /// The value of a key known in advance.
    func value(named name: FieldName) -> Value? { place(of: name.words, name.text)?.pointee }

    /// The value of any key; numbers are found by what they count, whatever their type.
    func value(for key: Value) -> Value? {
        MapKey(key).flatMap { place(of: $0.words, $0.longText)?.pointee }
    }

    /// Where the value of a key stands, for as long as this map lives.
    @inline(__always)
    func place(of words: MapKey.Words, _ longText: @autoclosure () -> Text?) -> UnsafePointer<Value>? {
        guard let index = storage.find(words, longText()) else { return nil }
        return storage.value(at: index)
    }

    /// The entries of a map in order; keeps the map alive.
    public struct Entries: RandomAccessCollection, Sendable {
        fileprivate let map: ValueMap

        /// Always 0.
        public var startIndex: Int { 0 }
        /// Number of entries.
        public var endIndex: Int { map.count }

        /// The entry at a place that ``indices`` holds.
        public subscript(position: Int) -> Entry {
            precondition(indices.contains(position), "a map has no entry \(position)")
            return map.storage.entry(at: position)
        }
    }
}
