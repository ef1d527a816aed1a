import Core

/// How values are written as text by `string()`, `format` and templates.
enum Spelling {
    /// The text of a scalar, or nil when it has none (lists, maps, bytes that are not UTF-8, …).
    static func of(_ value: Value) -> Text? {
        switch value {
        case .string(let text): text
        case .bool(let flag): Text(flag ? "true" : "false")
        case .int(let number): Text(String(number))
        case .uint(let number): Text(String(number))
        case .double(let number): Text(of(number))
        case .wide(let number): Text(number.digits)
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self).map { Text($0) }
        case .timestamp(let time): Text(time.description)
        case .duration(let interval): Text(interval.description)
        case .address(let address): Text(address.description)
        case .network(let block): Text(block.description)
        default: nil
        }
    }

    /// The text of a map's key.
    static func of(key: Value) -> String? {
        switch key {
        case .string, .bool, .int, .uint: of(key)?.string
        default: nil
        }
    }

    /// The shortest decimal that reads back as the same double: whole numbers without a fraction, an exponent only
    /// below 1e-6 and from 1e21 on.
    static func of(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == number.rounded(), number.magnitude < 1e15 { return number == 0 ? "0" : String(Int64(number)) }
        let digits = ShortestDecimal(number)
        return digits.spelled
    }
}

/// The shortest decimal digits of a double, as `0.DIGITS * 10^point`.
struct ShortestDecimal {
    private let isNegative: Bool
    private let digits: [UInt8]
    private let point: Int

    init(_ number: Double) {
        isNegative = number < 0
        let parts = number.magnitude.description.utf8.split(separator: UInt8(ascii: "e"))
        let mantissa = parts.first.map { Array($0) } ?? []
        let exponent = parts.count > 1 ? Int(String(decoding: Array(parts[1]), as: UTF8.self)) ?? 0 : 0
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
        let all = mantissa.filter { $0 != UInt8(ascii: ".") }
        let leading = all.prefix { $0 == UInt8(ascii: "0") }.count
        var kept = Array(all.dropFirst(leading))
        while kept.last == UInt8(ascii: "0") { kept.removeLast() }
        digits = kept
        point = whole.count - leading + exponent
    }

    /// With an exponent only where plain digits would be long.
    var spelled: String {
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        if point > 21 || point < -5 {
            text += digits.prefix(1)
            if digits.count > 1 { text += [UInt8(ascii: ".")] + digits.dropFirst() }
            text += Array("e\(point > 0 ? "+" : "")\(point - 1)".utf8)
        } else if point <= 0 {
            text += Array("0.".utf8) + Array(repeating: UInt8(ascii: "0"), count: -point) + digits
        } else {
            text += digits.prefix(point)
            text += Array(repeating: UInt8(ascii: "0"), count: max(0, point - digits.count))
            if digits.count > point { text += [UInt8(ascii: ".")] + digits.dropFirst(point) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
