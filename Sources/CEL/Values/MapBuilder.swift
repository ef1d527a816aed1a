/// Collects entries in order, each key once.
struct MapBuilder: ~Copyable {
    private var storage: MapStorage

    /// Room for so many entries; more is made when it is needed.
    init(capacity: Int = 8) {
        storage = MapStorage(capacity: min(max(1, capacity), 1_000_000))
    }

    deinit { storage.destroy() }

    /// The map of what was collected.
    consuming func map() -> ValueMap { ValueMap(collected()) }

    /// What was collected, for a ``ValueMap`` to own.
    consuming func collected() -> MapStorage {
        let storage = storage
        discard self
        return storage
    }

    /// Adds an entry, or tells why it cannot be one.
    mutating func refusal(of key: Value, _ value: Value) -> Value? {
        switch key {
        case .bool, .int, .uint, .string:
            add(key, value) ? nil : .failure(.invalidKey, "a map has the same key twice")
        default: .failure(.invalidKey, "a value of type \(key.shownType) cannot be a key of a map")
        }
    }

    /// Adds an entry or replaces the value of the one that stands already.
    mutating func set(_ key: Value, to value: Value) {
        guard let mapKey = MapKey(key) else { return }
        if let index = storage.find(mapKey.words, mapKey.longText) {
            storage.replace(at: index, with: value)
        } else {
            append(mapKey.words, ValueMap.Entry(key: key, value: value))
        }
    }

    /// Adds an entry whose key is known to be new.
    mutating func append(_ key: MapKey.Words, _ entry: consuming ValueMap.Entry) {
        if storage.count == storage.capacity { storage = storage.grown() }
        storage.append(key, entry)
    }

    private mutating func add(_ key: Value, _ value: Value) -> Bool {
        guard let mapKey = MapKey(key), storage.find(mapKey.words, mapKey.longText) == nil else { return false }
        append(mapKey.words, ValueMap.Entry(key: key, value: value))
        return true
    }
}
