import Core

/// What a telephone, an address or a date looks like: each gives the end of the one that begins here.
extension LeafText {
    func emailEnd() -> Int? {
        let local = end(of: { Self.isWordByte($0) || ".!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }, from: place)
        guard local > place, local < bytes.count, bytes[local] == UInt8(ascii: "@") else { return nil }
        var domain = end(
            of: { Self.isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") },
            from: local + 1
        )
        while domain > local, bytes[domain - 1] == UInt8(ascii: ".") { domain -= 1 }
        return bytes[(local + 1)..<max(local + 1, domain)].contains(UInt8(ascii: ".")) ? domain : nil
    }

    /// `2025-10-09`, perhaps with a time as in RFC 3339 behind it.
    func momentEnd() -> Int? {
        guard matches("dddd-dd-dd", at: place) else { return nil }
        var end = place + 10
        if end < bytes.count, [UInt8(ascii: "T"), 0x20].contains(bytes[end]), matches("dd:dd", at: end + 1) {
            end = self.end(
                of: { Self.isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") },
                from: end + 1
            )
            if end < bytes.count, bytes[end] == UInt8(ascii: "Z") { return end + 1 }
            if end < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[end]) {
                return self.end(of: { Self.isDigit($0) || $0 == UInt8(ascii: ":") }, from: end + 1)
            }
        }
        return end
    }

    func addressEnd() -> Int? {
        let end = end(of: { Self.isDigit($0) || $0 == UInt8(ascii: ".") }, from: place)
        let parts = bytes[place..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8(String(decoding: $0, as: UTF8.self)) != nil }
        return isAddress && (end == bytes.count || !Self.isWordByte(bytes[end])) ? end : nil
    }

    /// Nine digits or more in groups, with one blank or hyphen between them.
    func numberEnd() -> Int? {
        var (end, digits) = (place, 0)
        while end < bytes.count {
            let isSeparator = (bytes[end] == 0x20 || bytes[end] == UInt8(ascii: "-")) && digits > 0
            if Self.isDigit(bytes[end]) {
                digits += 1
            } else if !isSeparator || end + 1 >= bytes.count || !Self.isDigit(bytes[end + 1]) {
                break
            }
            end += 1
        }
        let isWhole = end == bytes.count || !Self.isWordByte(bytes[end])
        return isWhole && digits >= 9 && end - place > digits ? end : nil
    }

    /// Digits as a telephone's are written; of bare digits only those that look like one of North America, unless a
    /// telephone is expected.
    func phoneEnd() -> Int? {
        let hasPlus = bytes[place] == UInt8(ascii: "+")
        let start = hasPlus ? place + 1 : place
        guard start < bytes.count, Self.isDigit(bytes[start]) || bytes[start] == UInt8(ascii: "(") else { return nil }
        var (end, digits, isParted) = (start, [UInt8](), false)
        while end < bytes.count, digits.count <= 15 {
            if Self.isDigit(bytes[end]) {
                digits.append(bytes[end])
            } else if "(). -".utf8.contains(bytes[end]), end + 1 < bytes.count, !Self.isLetter(bytes[end + 1]) {
                isParted = true
            } else {
                break
            }
            end += 1
        }
        while end > start, !Self.isDigit(bytes[end - 1]) { end -= 1 }
        guard end == bytes.count || !Self.isWordByte(bytes[end]) else { return nil }
        return isPhone(digits, hasPlus: hasPlus, isParted: isParted && end - start > digits.count) ? end : nil
    }

    private func isPhone(_ digits: [UInt8], hasPlus: Bool, isParted: Bool) -> Bool {
        if hasPlus { return (8...15).contains(digits.count) }
        let local = digits.count == 11 && digits[0] == UInt8(ascii: "1") ? digits.dropFirst() : digits[...]
        let isLocal =
            local.count == 10 && local.first.map { $0 > 49 } ?? false
            && local.dropFirst(3).first.map { $0 > 49 } ?? false
        return isLocal || expectsPhone && !isParted && (7...15).contains(digits.count)
    }
}
