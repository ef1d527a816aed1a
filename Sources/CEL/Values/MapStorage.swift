/// The memory of a map: its entries, behind them the words of their keys, and for large maps a table of places.
///
/// One block, so that a map costs two allocations and a look-up touches little. Owned by whoever holds it last: a
/// ``MapBuilder``, then a ``ValueMap``. Unchecked Sendable: only the builder writes, which one task has, and the map reads.
struct MapStorage: @unchecked Sendable {
    typealias Entry = ValueMap.Entry

    /// Up to here keys are compared one by one, which is faster than hashing.
    private static let scannedCount = 24

    private(set) var count = 0
    private(set) var capacity: Int
    private let entries: UnsafeMutablePointer<Entry>
    private let words: UnsafeMutablePointer<MapKey.Words>
    /// Places by hash, one more than the index, 0 where free; a power of two.
    private let table: UnsafeMutableBufferPointer<UInt32>

    /// Room for so many entries.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
        let slots = Self.tableSize(for: self.capacity)
        let size = Self.entriesSize(self.capacity) + Self.wordsSize(self.capacity) + slots * 4
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        entries = block.bindMemory(to: Entry.self, capacity: self.capacity)
        words = (block + Self.entriesSize(self.capacity)).bindMemory(to: MapKey.Words.self, capacity: self.capacity)
        let tail = block + (size - slots * 4)
        table = UnsafeMutableBufferPointer(start: tail.bindMemory(to: UInt32.self, capacity: slots), count: slots)
        table.initialize(repeating: 0)
    }

    private static func entriesSize(_ count: Int) -> Int { count * MemoryLayout<Entry>.stride }
    private static func wordsSize(_ count: Int) -> Int { count * MemoryLayout<MapKey.Words>.stride }

    /// None for a map that is searched one by one, otherwise at least twice the room.
    private static func tableSize(for capacity: Int) -> Int {
        capacity <= scannedCount ? 0 : 1 << (Int.bitWidth - (2 * capacity - 1).leadingZeroBitCount)
    }

    /// Ends the entries and gives the memory back.
    func destroy() {
        entries.deinitialize(count: count)
        UnsafeMutableRawPointer(entries).deallocate()
    }

    /// The entries in a block with more room; this one is void.
    func grown() -> MapStorage {
        var larger = MapStorage(capacity: capacity * 2)
        larger.entries.moveInitialize(from: entries, count: count)
        for index in 0..<count { larger.note(words[index], at: index) }
        larger.count = count
        UnsafeMutableRawPointer(entries).deallocate()
        return larger
    }

    /// Adds an entry whose key is not there yet, while there is room.
    mutating func append(_ key: MapKey.Words, _ entry: consuming Entry) {
        (entries + count).initialize(to: entry)
        note(key, at: count)
        count += 1
    }

    private func note(_ key: MapKey.Words, at index: Int) {
        words[index] = key
        guard !table.isEmpty else { return }
        var slot = firstSlot(of: key)
        while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = UInt32(truncatingIfNeeded: index + 1)
    }

    private func firstSlot(of key: MapKey.Words) -> Int {
        Int(truncatingIfNeeded: key.hashed & UInt64(table.count - 1))
    }

    func entry(at index: Int) -> Entry { entries[index] }

    /// Puts another value where one stands.
    func replace(at index: Int, with value: Value) {
        entries[index] = Entry(key: entries[index].key, value: value)
    }

    /// Where a value stands, as long as this memory lives.
    @inline(__always)
    func value(at index: Int) -> UnsafePointer<Value> {
        UnsafePointer(
            UnsafeRawPointer(entries + index).advanced(by: MemoryLayout<Value>.stride).assumingMemoryBound(
                to: Value.self
            )
        )
    }

    /// The index of a key; `longText` is asked for when the words do not hold all of it.
    @inline(__always)
    func find(_ key: MapKey.Words, _ longText: @autoclosure () -> Text?) -> Int? {
        guard table.isEmpty, key.isWhole else { return findElsewhere(key, longText()) }
        var index = 0
        while index < count {
            if words[index].first == key.first, words[index].second == key.second { return index }
            index &+= 1
        }
        return nil
    }

    /// The index of a long string, or of any key in a large map.
    @inline(never)
    private func findElsewhere(_ key: MapKey.Words, _ longText: Text?) -> Int? {
        if table.isEmpty { return (0..<count).first { words[$0] == key && isText(longText, at: $0) } }
        var slot = firstSlot(of: key)
        while table[slot] != 0 {
            let index = Int(table[slot]) - 1
            if words[index] == key, key.isWhole || isText(longText, at: index) { return index }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    private func isText(_ text: Text?, at index: Int) -> Bool {
        guard case .string(let other) = entries[index].key else { return false }
        return other == text
    }
}
