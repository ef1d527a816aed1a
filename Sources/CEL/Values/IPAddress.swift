/// An IP address of either version, as CEL's `net.IP`.
///
/// An IPv4 address is kept as the IPv6 address it maps to (`::ffff:a.b.c.d`, RFC 4291 section 2.5.5.2), so the mapped
/// form in hexadecimal is the same address and counts as version 4. Has no zone.
public struct IPAddress: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The first 96 bits of mapped IPv4 addresses, as 32 bits of the lower half.
    private static let mappedMark: UInt64 = 0xFFFF

    /// An IPv6 address, or the IPv4 address that is mapped into it.
    init(bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// An IPv4 address.
    init(version4 bits: UInt32) {
        high = 0
        low = Self.mappedMark << 32 | UInt64(bits)
    }

    /// Reads an address: four decimal numbers without leading zeros, or IPv6 in hexadecimal groups.
    ///
    /// Nil for anything else, such as a zone, brackets, or an IPv6 address with a dotted part. Reads 39 bytes at most.
    public init?(_ text: String) {
        guard let address = NetworkReader.address(Text(text)) else { return nil }
        self = address
    }

    /// The address as a number of 128 bits; IPv4 in its mapped form.
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The IPv4 address's 32 bits, or nil for IPv6.
    var version4: UInt32? {
        high == 0 && low >> 32 == Self.mappedMark ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// 4 or 6.
    public var family: Int { version4 == nil ? 6 : 4 }
}

/// What an address is for (RFC 4291 section 2.4, RFC 3927, RFC 5771), as Go's `net/netip` has it.
extension IPAddress {
    /// `0.0.0.0` and `::`.
    public var isUnspecified: Bool { version4.map { $0 == 0 } ?? (bits == 0) }

    /// `127.0.0.0/8` and `::1`.
    public var isLoopback: Bool { version4.map { $0 >> 24 == 127 } ?? (bits == 1) }

    /// `224.0.0.0/4` and `ff00::/8`.
    var isMulticast: Bool { version4.map { $0 >> 28 == 0xE } ?? (high >> 56 == 0xFF) }

    /// `224.0.0.0/24`, and `ff02::/16` whatever its flags.
    public var isLinkLocalMulticast: Bool {
        version4.map { $0 >> 8 == 0xE0_0000 } ?? (high >> 48 & 0xFF0F == 0xFF02)
    }

    /// `169.254.0.0/16` and `fe80::/10`.
    public var isLinkLocalUnicast: Bool { version4.map { $0 >> 16 == 0xA9FE } ?? (high >> 54 == 0x3FA) }

    /// Whether it may denote one host beyond its link; private addresses do.
    public var isGlobalUnicast: Bool {
        let isBroadcast = version4 == .max
        return !isUnspecified && !isBroadcast && !isLoopback && !isMulticast && !isLinkLocalUnicast
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted IPv4, or IPv6 as RFC 5952 section 4 writes it.
    public var description: String {
        if let version4 {
            return stride(from: 24, through: 0, by: -8).map { String(version4 >> $0 & 0xFF) }.joined(separator: ".")
        }
        let groups = stride(from: 112, through: 0, by: -16).map { UInt16(truncatingIfNeeded: bits >> $0) }
        let gap = Self.longestZeros(in: groups)
        guard !gap.isEmpty else { return Self.text(groups[...]) }
        return "\(Self.text(groups[..<gap.lowerBound]))::\(Self.text(groups[gap.upperBound...]))"
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of zeros; empty when none has two (RFC 5952 section 4.2).
    private static func longestZeros(in groups: [UInt16]) -> Range<Int> {
        var longest = 0..<1
        for start in groups.indices {
            let length = groups[start...].prefix { $0 == 0 }.count
            if length > longest.count { longest = start..<start + length }
        }
        return longest.count > 1 ? longest : 0..<0
    }
}
