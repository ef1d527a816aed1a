/// Reads durations as CEL has them from Go: `1h30m`, `-1.5s`, `250ms`, `0`.
///
/// Parts of a nanosecond are cut off, and so are digits behind the eighteenth of a fraction.
struct DurationReader {
    /// What was read.
    enum Outcome: Equatable {
        case nanoseconds(Int64)
        /// Beyond 64 bits of nanoseconds.
        case outside
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// Nanoseconds without their sign; nil once they were beyond 64 bits.
    private var total: UInt64? = 0

    /// The duration; nil when it is none.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome? {
        var reader = DurationReader(bytes)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        guard reader.index < bytes.count else { return nil }
        if bytes.count - reader.index == 1, reader.take("0") { return .nanoseconds(0) }
        while reader.index < bytes.count {
            guard reader.takePart() else { return nil }
        }
        return reader.outcome(isNegative: isNegative)
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private func outcome(isNegative: Bool) -> Outcome {
        guard let total, total <= Int64.min.magnitude - (isNegative ? 0 : 1) else { return .outside }
        let bits = Int64(truncatingIfNeeded: total)
        return .nanoseconds(isNegative ? 0 &- bits : bits)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// One number with its unit; false when none stands here.
    private mutating func takePart() -> Bool {
        let start = index
        let whole = takeWhole()
        var digits = index - start
        var fraction: (digits: UInt64, scale: UInt64) = (0, 1)
        if take(".") {
            let point = index
            fraction = takeFraction()
            digits += index - point
        }
        guard digits > 0, let unit = takeUnit() else { return false }
        add(whole, of: unit)
        // a fraction is below 1, so that the quotient fits
        add(fraction.scale.dividingFullWidth(fraction.digits.multipliedFullWidth(by: unit)).quotient, of: 1)
        return true
    }

    private mutating func add(_ count: UInt64?, of unit: UInt64) {
        total = Self.product(count, unit, plus: total)
    }

    /// Nil beyond 64 bits.
    private static func product(_ factor: UInt64?, _ other: UInt64, plus addend: UInt64?) -> UInt64? {
        guard let factor, let addend else { return nil }
        let (product, isLarge) = factor.multipliedReportingOverflow(by: other)
        let (sum, isLarger) = product.addingReportingOverflow(addend)
        return isLarge || isLarger ? nil : sum
    }

    /// The digits before the point; nil when they are beyond 64 bits.
    private mutating func takeWhole() -> UInt64? {
        var value: UInt64? = 0
        while index < bytes.count, bytes[index].isDigit {
            value = Self.product(value, 10, plus: UInt64(bytes[index] - 0x30))
            index += 1
        }
        return value
    }

    private mutating func takeFraction() -> (digits: UInt64, scale: UInt64) {
        var value: UInt64 = 0
        var scale: UInt64 = 1
        while index < bytes.count, bytes[index].isDigit {
            if scale < 1_000_000_000_000_000_000 {
                value = value * 10 + UInt64(bytes[index] - 0x30)
                scale *= 10
            }
            index += 1
        }
        return (value, scale)
    }

    /// The nanoseconds of the unit that stands here.
    private mutating func takeUnit() -> UInt64? {
        if take("h") { return 3_600_000_000_000 }
        if take("s") { return 1_000_000_000 }
        if take("m") { return take("s") ? 1_000_000 : 60_000_000_000 }
        if take("n") { return take("s") ? 1 : nil }
        guard take("u") || takeMicro() else { return nil }
        return take("s") ? 1000 : nil
    }

    /// U+00B5 or U+03BC.
    private mutating func takeMicro() -> Bool {
        guard index + 1 < bytes.count else { return false }
        let pair = (bytes[index], bytes[index + 1])
        guard pair == (0xC2, 0xB5) || pair == (0xCE, 0xBC) else { return false }
        index += 2
        return true
    }
}
