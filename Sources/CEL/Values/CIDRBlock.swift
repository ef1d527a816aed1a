/// A range of IP addresses that share their first bits, as CEL's `net.CIDR` (RFC 4632).
///
/// Keeps the address it was written with: `10.0.0.1/8` is not `10.0.0.0/8`.
public struct CIDRBlock: Hashable, Sendable {
    /// The address before the slash.
    public let address: IPAddress
    /// How many bits the addresses of the block share: 0 to 32, or 0 to 128 for IPv6.
    public let prefixLength: Int

    /// A block; the length must fit the address's family.
    init(address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Reads an address, a slash, and a decimal length without leading zeros.
    ///
    /// Nil for anything else, for a length beyond the address's, and for any address of IPv4 written as IPv6, whose
    /// length would be ambiguous. Reads 43 bytes at most.
    public init?(_ text: String) {
        guard let block = NetworkReader.block(Text(text)) else { return nil }
        self = block
    }

    /// The most that the prefix of an address can be.
    static func longestPrefix(of address: IPAddress) -> Int { address.version4 == nil ? 128 : 32 }

    /// The shared bits as ones.
    private var mask: UInt128 { ~0 << (Self.longestPrefix(of: address) - prefixLength) }

    /// Whether an address is in the block; none of the other family is.
    public func contains(_ other: IPAddress) -> Bool {
        address.family == other.family && (address.bits ^ other.bits) & mask == 0
    }

    /// Whether every address of another block is in this one.
    public func contains(_ other: CIDRBlock) -> Bool {
        prefixLength <= other.prefixLength && contains(other.address)
    }

    /// The block with its first address: `10.0.0.1/8` masked is `10.0.0.0/8`.
    public var masked: CIDRBlock {
        CIDRBlock(address: IPAddress(bits: address.bits & mask), prefixLength: prefixLength)
    }
}

extension CIDRBlock: CustomStringConvertible {
    /// The address in canonical text, a slash and the length.
    public var description: String { "\(address)/\(prefixLength)" }
}
