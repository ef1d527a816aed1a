/// Which addresses a request may reach, decided after name resolution and before the connection.
///
/// IPv4 is a list of what is refused (IANA special-purpose registry, RFC 6890). IPv6 is the other way round: only
/// global unicast (2000::/3) less its special parts is taken, so that a range nobody thought of is refused.
enum ForbiddenAddresses {
    /// Whether `address` must not be reached.
    ///
    /// `allowingPrivate` opens loopback and private ranges and nothing else: link-local (cloud metadata), multicast,
    /// reserved and embedded-IPv4 forms stay closed.
    static func contains(_ address: IPAddress, allowingPrivate: Bool) -> Bool {
        if isLoopback(address) || privateRanges.contains(where: { $0.contains(address) }) { return !allowingPrivate }
        switch address {
        case .version4: return special4.contains { $0.contains(address) }
        case .version6(high: nat64High, let low) where low >> 32 == 0:
            return contains(.version4(UInt32(truncatingIfNeeded: low)), allowingPrivate: false)
        case .version6: return !globalUnicast.contains(address) || special6.contains { $0.contains(address) }
        }
    }

    /// 127.0.0.0/8 or ::1: the only place plain `http` may go.
    static func isLoopback(_ address: IPAddress) -> Bool {
        switch address {
        case .version4(let value): value >> 24 == 127
        case .version6(let high, let low): high == 0 && low == 1
        }
    }

    /// 64:ff9b::/96 (RFC 6052): the last 32 bits are the IPv4 address that a translator will reach.
    private static let nat64High: UInt64 = 0x0064_FF9B_0000_0000

    private static let globalUnicast = AddressRange.version6(0x2000_0000_0000_0000, 3)

    private static let privateRanges: [AddressRange] = [
        .version4(0x0A00_0000, 8),  // 10.0.0.0/8
        .version4(0x6440_0000, 10),  // 100.64.0.0/10, shared address space
        .version4(0xAC10_0000, 12),  // 172.16.0.0/12
        .version4(0xC0A8_0000, 16),  // 192.168.0.0/16
        .version6(0xFC00_0000_0000_0000, 7),  // fc00::/7, unique local
    ]

    private static let special4: [AddressRange] = [
        .version4(0x0000_0000, 8),  // 0.0.0.0/8, "this host"
        .version4(0xA9FE_0000, 16),  // 169.254.0.0/16, link-local and cloud metadata
        .version4(0xC000_0000, 24),  // 192.0.0.0/24, protocol assignments
        .version4(0xC000_0200, 24),  // 192.0.2.0/24, documentation
        .version4(0xC058_6300, 24),  // 192.88.99.0/24, 6to4 relays
        .version4(0xC612_0000, 15),  // 198.18.0.0/15, benchmarking
        .version4(0xC633_6400, 24),  // 198.51.100.0/24, documentation
        .version4(0xCB00_7100, 24),  // 203.0.113.0/24, documentation
        .version4(0xE000_0000, 3),  // 224.0.0.0/3, multicast, reserved, broadcast
    ]

    private static let special6: [AddressRange] = [
        .version6(0x2001_0000_0000_0000, 23),  // 2001::/23, protocol assignments with Teredo and ORCHID
        .version6(0x2001_0DB8_0000_0000, 32),  // 2001:db8::/32, documentation
        .version6(0x2002_0000_0000_0000, 16),  // 2002::/16, 6to4
        .version6(0x3FFF_0000_0000_0000, 20),  // 3fff::/20, documentation
    ]
}
