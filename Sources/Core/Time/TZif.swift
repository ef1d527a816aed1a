extension ZoneRules {
    /// Bytes of the largest file that is read.
    ///
    /// The largest of tzdata has about 4 KiB.
    static let sizeLimit = 128 * 1024

    /// The rules in the bytes of a TZif file; nil when they are malformed, or count leap seconds as the files in
    /// `right/` do, which timestamps here do not.
    static func parse(_ bytes: [UInt8]) -> ZoneRules? {
        var reader = TZifReader(bytes)
        guard let header = reader.header() else { return nil }
        guard header.version > 0 else { return reader.rules(header, timeSize: 4) { _ in .some(nil) } }
        guard reader.skip(header.size(timeSize: 4)), let wide = reader.header() else { return nil }
        return reader.rules(wide, timeSize: 8) { $0.footer() }
    }
}

/// Reads the parts of a TZif file in their order.
///
/// Every read is checked against the end.
private struct TZifReader {
    struct Header {
        let version: UInt8
        let counts: [Int]

        var utcIndicators: Int { counts[0] }
        var standardIndicators: Int { counts[1] }
        var leapSeconds: Int { counts[2] }
        var times: Int { counts[3] }
        var types: Int { counts[4] }
        var letters: Int { counts[5] }

        /// Bytes of the data block behind the header.
        func size(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + letters + leapSeconds * (timeSize + 4) + standardIndicators
                + utcIndicators
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    mutating func header() -> Header? {
        guard take(4)?.elementsEqual("TZif".utf8) == true, let version = take(16)?.first else { return nil }
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = integer(4), count >= 0 else { return nil }
            counts.append(Int(count))
        }
        return Header(version: version, counts: counts)
    }

    /// The data block, and what `footer` reads behind it.
    mutating func rules(
        _ header: Header,
        timeSize: Int,
        footer: (inout TZifReader) -> PosixRule??
    ) -> ZoneRules? {
        guard header.leapSeconds == 0, header.types > 0,
            let times = take(header.times * timeSize), let indexes = take(header.times),
            let entries = take(header.types * 6), let letters = take(header.letters),
            skip(header.standardIndicators + header.utcIndicators), let tail = footer(&self)
        else { return nil }
        let types = Self.types(entries, letters: letters)
        let changes = Self.integers(times, size: timeSize)
        guard types.count == header.types, indexes.allSatisfy({ Int($0) < types.count }),
            zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        return ZoneRules(changes: changes, types: indexes.map { types[Int($0)] }, first: types[0], tail: tail)
    }

    /// The rule between two line feeds: `.some(nil)` when it is empty, nil when it is malformed.
    mutating func footer() -> PosixRule?? {
        guard rest.popFirst() == 0x0A, let end = rest.firstIndex(of: 0x0A) else { return nil }
        let text = rest[..<end]
        return text.isEmpty ? .some(nil) : PosixRule(text).map(Optional.some)
    }

    /// Local time types; fewer than there are entries when one is malformed.
    private static func types(_ entries: ArraySlice<UInt8>, letters: ArraySlice<UInt8>) -> [LocalTimeType] {
        var reader = TZifReader(Array(entries))
        var types: [LocalTimeType] = []
        while let offset = reader.integer(4), let flags = reader.take(2), let name = flags.last,
            LocalTimeType.offsets.contains(offset), Int(name) < letters.count
        {
            let letters = letters.dropFirst(Int(name)).prefix { $0 != 0 }
            let abbreviation = String(decoding: letters, as: UTF8.self)
            types.append(LocalTimeType(offset: Int(offset), abbreviation: abbreviation))
        }
        return types
    }

    private static func integers(_ bytes: ArraySlice<UInt8>, size: Int) -> [Int64] {
        var reader = TZifReader(Array(bytes))
        var values: [Int64] = []
        while let value = reader.integer(size) { values.append(value) }
        return values
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A signed number in network order.
    private mutating func integer(_ size: Int) -> Int64? {
        guard let bytes = take(size), let top = bytes.first else { return nil }
        return bytes.reduce(top >= 0x80 ? -1 : 0) { $0 << 8 | Int64($1) }
    }
}

extension LocalTimeType {
    /// Seconds east of UTC that a file may name (RFC 9636 section 3.2: more than -25 hours, less than 26).
    static let offsets: ClosedRange<Int64> = -89_999...93_599
}
