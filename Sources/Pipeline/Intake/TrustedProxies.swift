public import Connectors

/// Proxies whose word is taken for who opened a connection to them.
///
/// What they say counts only when one of them opened the connection to us; from anybody else the same headers mean
/// nothing. Host and scheme of the public URL are never taken from a request.
public struct TrustedProxies: Sendable {
    /// Hops that are looked at, from the nearest on.
    private static let hopLimit = 32

    private let networks: AddressList
    private let certificateHeader: String?

    /// Proxies in `networks`; the subject of a client's certificate stands in a header of this name, which they must
    /// write or remove in every request.
    public init(networks: AddressList, certificateHeader: String?) {
        self.networks = networks
        self.certificateHeader = certificateHeader?.lowercased()
    }

    /// Who sent a request, when `peer` opened the connection; header names in lower case.
    ///
    /// The address is the nearest in `X-Forwarded-For` that is no proxy of ours: whatever stands before it was written
    /// by somebody else. Nil when it cannot be read.
    public func sender(
        peer: String?,
        headers: [(name: String, value: String)]
    ) -> (address: String?, subject: String?) {
        guard let peer, networks.contains(peer) == true else { return (peer, nil) }
        let subjects = certificateHeader.map { Self.values(of: $0, in: headers) } ?? []
        return (address(behind: peer, headers), subjects.count == 1 ? subjects[0] : nil)
    }

    private func address(behind peer: String, _ headers: [(name: String, value: String)]) -> String? {
        let hops = Self.values(of: "x-forwarded-for", in: headers).flatMap { $0.split(separator: ",") }
        var address = peer
        for hop in hops.suffix(Self.hopLimit).reversed() {
            address = Self.withoutPort(hop)
            guard let isProxy = networks.contains(address) else { return nil }
            if !isProxy { return address }
        }
        return address
    }

    private static func values(of name: String, in headers: [(name: String, value: String)]) -> [String] {
        headers.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    /// `192.0.2.7:443` and `[2001:db8::1]:443` as some proxies write them.
    private static func withoutPort(_ hop: Substring) -> String {
        let text = hop.utf8.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        let word = String(decoding: Array(text), as: UTF8.self)
        if word.hasPrefix("[") { return String(word.dropFirst().prefix { $0 != "]" }) }
        let colons = word.utf8.filter { $0 == UInt8(ascii: ":") }.count
        return colons == 1 ? String(word.prefix { $0 != ":" }) : word
    }
}
