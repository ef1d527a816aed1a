import Core

/// A decimal number as it was written: digits and how many of them stand behind the point.
struct Decimal {
    private let isNegative: Bool
    private let digits: [UInt8]
    private let fraction: Int

    /// Reads `-12.30`; nil for anything else.
    init?(_ text: String) {
        var bytes = Array(text.utf8)
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) })
        else {
            return nil
        }
        fraction = parts.count == 2 ? parts[1].count : 0
        digits = Array(whole) + (parts.count == 2 ? Array(parts[1]) : [])
    }

    /// The number times ten to the power of `places`.
    ///
    /// Nil when digits are left over (unless they may be cut off, or are zeros) and outside 64 bits.
    func scaled(to places: Int, cuttingOff: Bool = false) -> Int64? {
        var kept = digits
        if fraction > places {
            guard cuttingOff || digits.suffix(fraction - places).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
                return nil
            }
            kept = Array(digits.dropLast(fraction - places))
        } else {
            kept += Array(repeating: UInt8(ascii: "0"), count: places - fraction)
        }
        return Int64((isNegative ? "-" : "") + String(decoding: kept, as: UTF8.self))
    }
}

/// Amounts in minor units (ISO 4217).
enum MoneyText {
    /// `minor("12.34", "USD")` is 1234.
    ///
    /// An amount with more digits than its currency has is an error.
    static func minor(_ call: Call) -> Value {
        guard case .string(let currency) = call[1] else { return call.noOverload }
        guard let code = code(of: currency) else { return call.invalid("not a currency code of ISO 4217") }
        let decimal: Decimal?
        switch call[0] {
        case .string(let text): decimal = text.byteCount <= 64 ? Decimal(StringEditing.trimmed(text.string)) : nil
        case .int, .uint, .double: decimal = Spelling.of(call[0]).flatMap { Decimal($0.string) }
        default: return call.noOverload
        }
        return decimal?.scaled(to: Money.places(of: code)).map(Value.int)
            ?? call.invalid("not an amount in that currency")
    }

    /// Three letters, as capitals; nil for anything else.
    private static func code(of currency: Text) -> String? {
        guard currency.byteCount == 3, currency.string.utf8.allSatisfy({ $0.isLetter && $0 != UInt8(ascii: "_") })
        else { return nil }
        return currency.string.uppercased()
    }

    /// `money(8450, "USD")` is `USD 84.50`: minor units as a person reads them, by the currency's own places.
    static func spelled(_ call: Call) -> Value {
        guard case .int(let minor) = call[0], case .string(let currency) = call[1] else { return call.noOverload }
        guard let code = code(of: currency) else { return call.invalid("not a currency code of ISO 4217") }
        return Value(Money.spelled(minor, currency: code))
    }
}
