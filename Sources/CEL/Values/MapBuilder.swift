/// Collects entries in order, each key once.
struct MapBuilder {
    /// Up to here keys are compared one by one, which is faster than hashing.
    private static let comparedCount = 8

    private(set) var entries: [ValueMap.Entry] = []
    private var keys: [MapKey] = []
    private var places: [MapKey: Int] = [:]

    /// The map of what was collected.
    var map: ValueMap { ValueMap(distinct: entries) }

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
        if let place = place(of: mapKey) {
            entries[place] = ValueMap.Entry(key: entries[place].key, value: value)
        } else {
            append(mapKey, ValueMap.Entry(key: key, value: value))
        }
    }

    private mutating func add(_ key: Value, _ value: Value) -> Bool {
        guard let mapKey = MapKey(key), place(of: mapKey) == nil else { return false }
        append(mapKey, ValueMap.Entry(key: key, value: value))
        return true
    }

    private func place(of key: MapKey) -> Int? {
        entries.count > Self.comparedCount ? places[key] : keys.firstIndex(of: key)
    }

    private mutating func append(_ key: MapKey, _ entry: ValueMap.Entry) {
        entries.append(entry)
        keys.append(key)
        if entries.count == Self.comparedCount + 1 {
            for (place, key) in keys.enumerated() { places[key] = place }
        } else if entries.count > Self.comparedCount {
            places[key] = entries.count - 1
        }
    }
}
