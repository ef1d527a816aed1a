/// All decimal digits of a double, exactly: `0.DIGITS * 10^point`.
///
/// Rounded to even where a number of digits is wanted.
struct DecimalExpansion {
    private let isNegative: Bool
    private var digits: [UInt8]
    private var point: Int

    /// The digits of a finite number.
    init(_ number: Double) {
        isNegative = number.sign == .minus
        let bits = number.significandBitPattern | (number.isNormal ? 1 << 52 : 0)
        let power = max(Int(number.exponentBitPattern), 1) - 1075
        digits = Self.digits(of: bits)
        point = digits.count
        for _ in 0..<max(0, power) { double() }
        for _ in 0..<max(0, -power) { halve() }
        while digits.first == 0 { dropFirstZero() }
    }

    /// Units of budget that spelling out all digits costs: up to 6,000 for the smallest numbers.
    static func cost(of number: Double) -> Int {
        let power = Int(number.exponentBitPattern) - 1075
        return 1 + power * power / 200
    }

    private static func digits(of value: UInt64) -> [UInt8] { String(value).utf8.map { $0 - 0x30 } }

    private mutating func double() {
        var carry: UInt8 = 0
        for place in digits.indices.reversed() {
            let value = digits[place] * 2 + carry
            digits[place] = value % 10
            carry = value / 10
        }
        if carry > 0 {
            digits.insert(carry, at: 0)
            point += 1
        }
    }

    private mutating func halve() {
        var rest: UInt8 = 0
        for place in digits.indices {
            let value = rest * 10 + digits[place]
            digits[place] = value / 2
            rest = value % 2
        }
        if rest > 0 { digits.append(5) }
        if digits.first == 0, digits.count > 1 { dropFirstZero() }
    }

    private mutating func dropFirstZero() {
        digits.removeFirst()
        point = digits.isEmpty ? 0 : point - 1
    }

    /// `1.50` for two places.
    func fixed(_ places: Int) -> String {
        var rounded = self
        rounded.round(keeping: point + places)
        let text = rounded.digit(from: min(0, rounded.point), to: rounded.point + places)
        let whole = rounded.point > 0 ? text.prefix(rounded.point).map(\.self) : [UInt8(ascii: "0")]
        return spelled(whole, text.suffix(places))
    }

    /// `1.50e+03` for two places.
    func scientific(_ places: Int) -> String {
        var rounded = self
        rounded.round(keeping: places + 1)
        let exponent = rounded.digits.isEmpty ? 0 : rounded.point - 1
        let text = rounded.digit(from: 0, to: places + 1)
        let power = String(exponent.magnitude)
        let tail = "e\(exponent < 0 ? "-" : "+")\(power.utf8.count < 2 ? "0" : "")\(power)"
        return spelled(Array(text.prefix(1)), text.dropFirst()) + tail
    }

    private func spelled(_ whole: [UInt8], _ fraction: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        text += whole
        if !fraction.isEmpty { text += [UInt8(ascii: ".")] + fraction }
        return String(decoding: text, as: UTF8.self)
    }

    /// ASCII digits of places counted from the first digit; zeros outside.
    private func digit(from start: Int, to end: Int) -> [UInt8] {
        guard start < end else { return [] }
        return (start..<end).map { digits.indices.contains($0) ? digits[$0] + 0x30 : 0x30 }
    }

    private mutating func round(keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let isUp = roundsUp(at: count)
        digits.removeLast(digits.count - count)
        if isUp { increment() }
    }

    private func roundsUp(at count: Int) -> Bool {
        if digits[count] != 5 { return digits[count] > 5 }
        if digits[(count + 1)...].contains(where: { $0 > 0 }) { return true }
        return count > 0 && digits[count - 1] % 2 == 1
    }

    private mutating func increment() {
        for place in digits.indices.reversed() {
            if digits[place] < 9 {
                digits[place] += 1
                return
            }
            digits[place] = 0
        }
        digits.insert(1, at: 0)
        point += 1
    }
}
