import CEL
import Core

/// Networks, written as `192.0.2.0/24`, `2001:db8::/32` or `192.0.2.7`.
public struct AddressList: Sendable {
    private let blocks: [CIDRBlock]

    /// The networks of these texts; nil when one of them is none.
    public init?(_ texts: [String]) {
        blocks = texts.compactMap(Self.block)
        guard blocks.count == texts.count else { return nil }
    }

    /// Whether an IP address is in one of them; nil when the text is no address.
    ///
    /// Sockets of both families write an IPv4 address behind `::ffff:`, and it is taken for itself.
    public func contains(_ text: String) -> Bool? {
        let mark = "::ffff:"
        let isMapped = text.hasPrefix(mark) && text.utf8.contains(UInt8(ascii: "."))
        let address = IPAddress(isMapped ? String(text.dropFirst(mark.count)) : text)
        return address.map { address in blocks.contains { $0.contains(address) } }
    }

    /// One address that is in the list.
    var example: String? { blocks.first.map { "\($0.masked.address)" } }

    /// A network, or one address.
    private static func block(_ text: String) -> CIDRBlock? {
        guard let address = IPAddress(text) else { return CIDRBlock(text) }
        return CIDRBlock("\(text)/\(address.family == 4 ? 32 : 128)")
    }
}
