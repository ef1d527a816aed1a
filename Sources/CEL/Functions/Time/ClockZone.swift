import Core

/// Whose clock a part of a time is read from: a zone of the IANA database, or a fixed offset from UTC.
struct ClockZone: Sendable {
    /// Seconds ahead of the zone.
    private let offset: Int
    private let zone: Zone

    /// The machine's zones, kept for all expressions.
    private static let database = ZoneDatabase()

    /// Seconds east of UTC at an instant.
    func offset(at instant: Instant) -> Int { offset + zone.offset(at: instant.timestamp) }

    /// `UTC`, `Z`, `+hh:mm`, `-hh:mm`, `hh:mm`, or a zone of the database; nil for any other name.
    static func named(_ name: Text) -> ClockZone? {
        if let offset = name.withBytes({ offset($0) }) { return ClockZone(offset: offset, zone: .utc) }
        return database.zone(name.string).map { ClockZone(offset: 0, zone: $0) }
    }

    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard (1...6).contains(bytes.count) else { return nil }
        let isWest = bytes[0] == UInt8(ascii: "-")
        let start = isWest || bytes[0] == UInt8(ascii: "+") ? 1 : 0
        if start == 0, !bytes[0].isDigit {
            return bytes.elementsEqual("UTC".utf8) || bytes.elementsEqual("Z".utf8) ? 0 : nil
        }
        guard bytes.count == start + 5, bytes[start + 2] == UInt8(ascii: ":"),
            let hours = number(bytes[start], bytes[start + 1]), hours < 24,
            let minutes = number(bytes[start + 3], bytes[start + 4]), minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ tens: UInt8, _ ones: UInt8) -> Int? {
        tens.isDigit && ones.isDigit ? Int(tens - 0x30) * 10 + Int(ones - 0x30) : nil
    }
}
