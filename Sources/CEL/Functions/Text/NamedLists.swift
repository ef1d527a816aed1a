/// Values by names, in the order in which the names came.
struct NamedLists {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Names up to which looking through all of them is faster than hashing them.
    private static let few = 16

    private var all: [(name: Text, values: [Value])] = []
    private var places: [Text: Int] = [:]

    /// The parts of a text: of each what stands before the first `equals` is a name, what stands behind it a value.
    ///
    /// White space around a part does not count, nor does a part of nothing else.
    init(of text: Bytes, _ separator: Bytes, _ equals: Bytes) {
        var start = 0
        while start <= text.count {
            let end = ByteSearch.first(separator, in: text, from: start) ?? text.count
            Self.withTrimmed(Bytes(rebasing: text[start..<end])) { add($0, equals) }
            start = end + separator.count
        }
    }

    /// A map from the names to lists.
    func map() -> ValueMap {
        var builder = MapBuilder(capacity: all.count)
        for (name, values) in all {
            builder.append(MapKey.Words(name), ValueMap.Entry(key: .string(name), value: .list(values)))
        }
        return builder.map()
    }

    private mutating func add(_ part: Bytes, _ equals: Bytes) {
        guard !part.isEmpty else { return }
        let end = ByteSearch.first(equals, in: part) ?? part.count
        let rest = min(end + equals.count, part.count)
        add(Value.string(part.text(rest..<part.count)), named: part.text(0..<end))
    }

    private mutating func add(_ value: Value, named name: Text) {
        if let place = place(of: name) { return all[place].values.append(value) }
        if all.count == Self.few { for (place, list) in all.enumerated() { places[list.name] = place } }
        if all.count >= Self.few { places[name] = all.count }
        all.append((name, [value]))
    }

    private func place(of name: Text) -> Int? {
        all.count <= Self.few ? all.firstIndex { $0.name == name } : places[name]
    }

    /// Lends a part without the white space around it; only what is not ASCII has to be looked at as text.
    private static func withTrimmed(_ part: Bytes, _ body: (Bytes) -> Void) {
        var range = 0..<part.count
        while let first = range.first, isSpace(part[first]) { range = first + 1..<range.upperBound }
        while let last = range.last, isSpace(part[last]) { range = range.lowerBound..<last }
        guard let first = range.first, let last = range.last else { return }
        if part[first] < 0x80, part[last] < 0x80 { return body(Bytes(rebasing: part[range])) }
        Text(StringEditing.trimmed(part.text(range).string)).withBytes(body)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
