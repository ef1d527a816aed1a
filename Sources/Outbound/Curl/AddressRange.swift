/// All addresses that share their first bits, such as `10.0.0.0/8`.
struct AddressRange: Sendable {
    private let first: IPAddress
    private let bits: UInt64

    /// `a.b.c.d/bits`, the four bytes written as one number.
    static func version4(_ first: UInt32, _ bits: UInt64) -> AddressRange {
        AddressRange(first: .version4(first), bits: bits)
    }

    /// `high::/bits` with at most 64 bits.
    static func version6(_ high: UInt64, _ bits: UInt64) -> AddressRange {
        AddressRange(first: .version6(high: high, low: 0), bits: bits)
    }

    /// Whether `address` lies in the range.
    func contains(_ address: IPAddress) -> Bool {
        switch (first, address) {
        case (.version4(let first), .version4(let value)): (first ^ value) >> (32 - bits) == 0
        case (.version6(let first, _), .version6(let value, _)): (first ^ value) >> (64 - bits) == 0
        default: false
        }
    }
}
