import CEL
import Core

/// Networks from which a provider sends.
///
/// The peer is whoever opened the connection: behind a proxy that is the proxy.
struct AddressList: Sendable {
    let blocks: [CIDRBlock]

    /// Why a peer is not believed, or nil.
    func refusal(of peer: String?) -> Refusal.Reason? {
        guard let peer, let address = Self.address(peer) else { return .missingCredentials }
        return blocks.contains { $0.contains(address) } ? nil : .badCredentials
    }

    /// Sockets of both families write an IPv4 address behind `::ffff:`.
    private static func address(_ text: String) -> IPAddress? {
        let mark = "::ffff:"
        let isMapped = text.hasPrefix(mark) && text.utf8.contains(UInt8(ascii: "."))
        return IPAddress(isMapped ? String(text.dropFirst(mark.count)) : text)
    }

    /// A network, or one address.
    static func block(_ text: String) -> CIDRBlock? {
        guard let address = IPAddress(text) else { return CIDRBlock(text) }
        return CIDRBlock("\(text)/\(address.family == 4 ? 32 : 128)")
    }
}
