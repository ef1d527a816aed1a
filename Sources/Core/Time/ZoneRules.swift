/// What clocks show during some time: the distance from UTC and its name.
struct LocalTimeType: Sendable, Equatable {
    /// Seconds east of UTC.
    let offset: Int
    /// Its name, such as `EST` or `+0545`.
    let abbreviation: String
}

/// When clocks of a zone change, and what they show.
final class ZoneRules: Sendable {
    /// Years up to this one are looked up in a table; later ones are computed from ``tail``, which takes ten times
    /// as long.
    private static let lastTableYear: Int64 = 2100

    /// Seconds since the epoch at which clocks change, ascending.
    private let changes: [Int64]
    /// What clocks show from each change on; as many as ``changes``.
    private let types: [LocalTimeType]
    /// What clocks show before the first change.
    private let first: LocalTimeType
    /// What holds from the last change on.
    private let tail: PosixRule?
    /// Every distance from UTC that ever holds, each once, ascending.
    let offsets: [Int]

    /// The content of a TZif file: `types` are as many as `changes`, which ascend.
    init(changes: [Int64], types: [LocalTimeType], first: LocalTimeType, tail: PosixRule?) {
        (self.changes, self.types) = Self.extended(changes, types, tail)
        self.first = first
        self.tail = tail
        offsets = Set(([first] + types + (tail?.types ?? [])).map(\.offset)).sorted()
    }

    /// What clocks show at an instant, in seconds since the epoch (RFC 9636 section 3.2).
    func type(at seconds: Int64) -> LocalTimeType {
        guard let last = changes.last, seconds < last else { return tail?.type(at: seconds) ?? types.last ?? first }
        let index = countOfChanges(notAfter: seconds)
        return index == 0 ? first : types[index - 1]
    }

    /// Seconds east of UTC at an instant: that of ``type(at:)``, without taking hold of its name.
    func offset(at seconds: Int64) -> Int {
        guard let last = changes.last, seconds < last else {
            return tail?.type(at: seconds).offset ?? types.last?.offset ?? first.offset
        }
        let index = countOfChanges(notAfter: seconds)
        return index == 0 ? first.offset : types[index - 1].offset
    }

    private func countOfChanges(notAfter seconds: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The table with the changes that the rule makes behind its end.
    ///
    /// From its last change on the rule holds, whatever the table says there.
    private static func extended(
        _ changes: [Int64],
        _ types: [LocalTimeType],
        _ tail: PosixRule?
    ) -> ([Int64], [LocalTimeType]) {
        guard let tail, let last = changes.last else { return (changes, types) }
        let firstYear = CivilDate(epochSeconds: max(last, 0)).parts.year - 1
        guard firstYear < lastTableYear else { return (changes, types) }
        let later = Set((firstYear...lastTableYear).flatMap(tail.changes).filter { $0 > last }).sorted()
        return (changes + later, types.dropLast() + ([last] + later).map(tail.type))
    }
}
