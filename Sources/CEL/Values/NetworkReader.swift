/// Reads IP addresses and CIDR blocks; strictly, since lenient readers disagree on what a text denotes.
///
/// Looks at no text longer than the longest address, so that reading costs the same for any input.
enum NetworkReader {
    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// Bytes of eight groups of four digits with seven colons.
    private static let longestAddress = 39
    /// Bytes of `/128`.
    private static let longestPrefix = 4

    static func address(_ text: Text) -> IPAddress? {
        guard text.byteCount <= longestAddress else { return nil }
        return text.withBytes { address($0[...]) }
    }

    static func block(_ text: Text) -> CIDRBlock? {
        guard text.byteCount <= longestAddress + longestPrefix else { return nil }
        return text.withBytes { block($0[...]) }
    }

    private static func block(_ bytes: Bytes) -> CIDRBlock? {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let written = bytes[..<slash]
        guard let address = address(written), address.version4 == nil || isVersion4(written) else { return nil }
        var rest = bytes[slash...].dropFirst()
        guard let length = number(&rest, upTo: CIDRBlock.longestPrefix(of: address)), rest.isEmpty else { return nil }
        return CIDRBlock(address: address, prefixLength: length)
    }

    private static func isVersion4(_ bytes: Bytes) -> Bool { !bytes.contains(UInt8(ascii: ":")) }

    private static func address(_ bytes: Bytes) -> IPAddress? {
        isVersion4(bytes) ? version4(bytes) : version6(bytes)
    }

    private static func version4(_ bytes: Bytes) -> IPAddress? {
        var rest = bytes
        var bits: UInt32 = 0
        for place in 0..<4 {
            if place > 0, rest.popFirst() != UInt8(ascii: ".") { return nil }
            guard let number = number(&rest, upTo: 255) else { return nil }
            bits = bits << 8 | UInt32(number)
        }
        return rest.isEmpty ? IPAddress(version4: bits) : nil
    }

    private static func version6(_ bytes: Bytes) -> IPAddress? {
        var rest = bytes
        var groups = AddressGroups()
        if takeGap(&rest) { groups.markGap() }
        while !rest.isEmpty {
            guard let group = group(&rest), groups.append(group) else { return nil }
            if rest.isEmpty { break }
            if takeGap(&rest) {
                guard groups.markGap() else { return nil }
            } else {
                guard rest.popFirst() == UInt8(ascii: ":"), !rest.isEmpty else { return nil }
            }
        }
        return groups.bits.map { IPAddress(bits: $0) }
    }

    private static func takeGap(_ rest: inout Bytes) -> Bool {
        guard rest.starts(with: "::".utf8) else { return false }
        rest = rest.dropFirst(2)
        return true
    }

    /// One to four hexadecimal digits.
    private static func group(_ rest: inout Bytes) -> UInt16? {
        var value: UInt16 = 0
        var count = 0
        while count < 4, let digit = rest.first.flatMap(hexadecimal) {
            value = value << 4 | digit
            count += 1
            rest = rest.dropFirst()
        }
        return count > 0 ? value : nil
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x37)
        case 0x61...0x66: UInt16(byte - 0x57)
        default: nil
        }
    }

    /// One to three decimal digits without a leading zero.
    private static func number(_ rest: inout Bytes, upTo limit: Int) -> Int? {
        let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return value <= limit ? value : nil
    }
}
