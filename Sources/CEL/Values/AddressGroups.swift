/// The groups of an IPv6 address as they are read, and where `::` stands among them (RFC 4291 section 2.2).
struct AddressGroups {
    private var value: UInt128 = 0
    private var count = 0
    private var gap: Int?

    /// Takes the next 16 bits; false when there are eight groups already.
    mutating func append(_ group: UInt16) -> Bool {
        guard count < 8 else { return false }
        value = value << 16 | UInt128(group)
        count += 1
        return true
    }

    /// Notes that zeros are left out here; false when they were elsewhere too.
    @discardableResult
    mutating func markGap() -> Bool {
        guard gap == nil else { return false }
        gap = count
        return true
    }

    /// The address, or nil when there are too few groups, or eight and a gap.
    var bits: UInt128? {
        guard let gap else { return count == 8 ? value : nil }
        guard count < 8 else { return nil }
        let tail = 16 * (count - gap)
        let before = value >> tail
        let after = value & ~(~0 << tail)
        return before << (16 * (8 - gap)) | after
    }
}
