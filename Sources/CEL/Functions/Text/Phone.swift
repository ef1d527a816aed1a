import Core

/// Telephone numbers in the international form of ITU-T E.164.
enum Phone {
    /// `e164("(617) 555-1212", "US")` is `+16175551212`.
    ///
    /// The country counts only when the number has no `+` or `00`.
    static func e164(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .string(let country) = call[1] else { return call.noOverload }
        guard text.byteCount <= 64, let (digits, isInternational) = digits(of: text.string) else {
            return refused(call)
        }
        if isInternational { return checked(digits, call) }
        guard country.byteCount == 2, let code = CallingCodes.code(of: country.string) else {
            return call.invalid("an unknown country")
        }
        if code == "1" { return northAmerican(digits, call) }
        return checked(Array(code.utf8) + national(digits, country.string.uppercased()), call)
    }

    private static func northAmerican(_ digits: [UInt8], _ call: Call) -> Value {
        if digits.starts(with: "011".utf8) { return checked(Array(digits.dropFirst(3)), call) }
        let isLong = digits.count == 11 && digits.first == UInt8(ascii: "1")
        guard isLong || digits.count == 10 else { return refused(call) }
        return checked([UInt8(ascii: "1")] + digits.suffix(10), call)
    }

    /// The digits behind a `+` or `00`, or all of them.
    ///
    /// Nil when anything but digits and punctuation is there.
    private static func digits(of text: String) -> (digits: [UInt8], isInternational: Bool)? {
        let trimmed = StringEditing.trimmed(text)
        var bytes = Array(trimmed.utf8)
        let hasPlus = bytes.first == UInt8(ascii: "+")
        if hasPlus { bytes.removeFirst() }
        guard bytes.allSatisfy({ $0.isDigit || " -.()/".utf8.contains($0) }) else { return nil }
        let digits = bytes.filter(\.isDigit)
        if !hasPlus, digits.starts(with: "00".utf8) { return (Array(digits.dropFirst(2)), true) }
        return (digits, hasPlus)
    }

    /// Without the prefix that is dialled only inside the country.
    private static func national(_ digits: [UInt8], _ country: String) -> [UInt8] {
        switch country {
        case "IT", "SM", "VA": digits
        case "RU", "KZ": digits.count == 11 && digits.first == UInt8(ascii: "8") ? Array(digits.dropFirst()) : digits
        case "HU": digits.starts(with: "06".utf8) ? Array(digits.dropFirst(2)) : digits
        case "MX": digits.count == 12 && digits.starts(with: "01".utf8) ? Array(digits.dropFirst(2)) : digits
        default: digits.first == UInt8(ascii: "0") ? Array(digits.dropFirst()) : digits
        }
    }

    private static func checked(_ digits: [UInt8], _ call: Call) -> Value {
        guard (7...15).contains(digits.count), digits.first != UInt8(ascii: "0") else { return refused(call) }
        return Value("+" + String(decoding: digits, as: UTF8.self))
    }

    private static func refused(_ call: Call) -> Value { call.invalid("not a telephone number") }
}
