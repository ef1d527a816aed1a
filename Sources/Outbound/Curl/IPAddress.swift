import Glibc

/// An IP address as the socket layer sees it, after every spelling of it was resolved.
enum IPAddress: Hashable, Sendable {
    /// Four bytes, the first one highest.
    case version4(UInt32)
    /// Sixteen bytes as two halves, each with its first byte highest.
    case version6(high: UInt64, low: UInt64)

    /// Reads the text form that `inet_ntop` writes.
    ///
    /// A zone (`fe80::1%eth0`) is dropped.
    init?(_ text: String) {
        let address = String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self)
        if let value = Self.version4(address) ?? Self.version6(address) { self = value } else { return nil }
    }

    /// Reads a socket address of family `AF_INET` or `AF_INET6`; nil for every other family or a short one.
    init?(_ address: UnsafeRawBufferPointer) {
        guard address.count >= 2 else { return nil }
        switch Int32(unsafe address.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET where address.count >= MemoryLayout<sockaddr_in>.size:
            self = .version4(unsafe address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr.bigEndian)
        case AF_INET6 where address.count >= MemoryLayout<sockaddr_in6>.size:
            self = unsafe Self.version6(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private static func version4(_ text: String) -> IPAddress? {
        var parsed = in_addr()
        return unsafe inet_pton(AF_INET, text, &parsed) == 1 ? .version4(parsed.s_addr.bigEndian) : nil
    }

    private static func version6(_ text: String) -> IPAddress? {
        var parsed = in6_addr()
        return unsafe inet_pton(AF_INET6, text, &parsed) == 1 ? version6(parsed) : nil
    }

    private static func version6(_ address: in6_addr) -> IPAddress {
        unsafe withUnsafeBytes(of: address) { bytes in
            unsafe .version6(
                high: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
                low: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
            )
        }
    }
}
