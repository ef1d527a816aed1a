/// Reads durations as CEL has them from Go: `1h30m`, `-1.5s`, `250ms`, `0`.
struct DurationReader {
    private let bytes: [UInt8]
    private var index = 0

    /// Microseconds, saturated; finer parts are cut off.
    ///
    /// Nil when it is no duration.
    static func microseconds(of bytes: [UInt8]) -> Int64? {
        var reader = DurationReader(bytes: bytes)
        let isNegative = reader.take(UInt8(ascii: "-"))
        if !isNegative { _ = reader.take(UInt8(ascii: "+")) }
        if bytes[reader.index...].elementsEqual("0".utf8) { return 0 }
        guard reader.index < bytes.count else { return nil }
        var total = 0.0
        var exact: Int64 = 0
        while reader.index < bytes.count {
            guard let part = reader.part() else { return nil }
            total += part.approximate
            exact = exact.addingReportingOverflow(part.exact).partialValue
        }
        if total > 9e18 { return isNegative ? .min : .max }
        return isNegative ? -exact : exact
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// One number with its unit.
    ///
    /// `exact` means something only while `approximate` is in range.
    private mutating func part() -> (approximate: Double, exact: Int64)? {
        let start = index
        while index < bytes.count, bytes[index].isDigit { index += 1 }
        let whole = bytes[start..<index]
        var fraction = bytes[index..<index]
        if take(UInt8(ascii: ".")) {
            let point = index
            while index < bytes.count, bytes[index].isDigit { index += 1 }
            fraction = bytes[point..<index]
        }
        guard !whole.isEmpty || !fraction.isEmpty, let unit = unit() else { return nil }
        return value(whole, fraction, nanoseconds: unit)
    }

    private func value(
        _ whole: ArraySlice<UInt8>,
        _ fraction: ArraySlice<UInt8>,
        nanoseconds unit: Int64
    ) -> (approximate: Double, exact: Int64) {
        let approximate = (Double(String(decoding: whole, as: UTF8.self)) ?? 0) * Double(unit) / 1000
        let count = whole.reduce(Int64(0)) { $0 &* 10 &+ Int64($1 - 0x30) }
        var exact = unit >= 1000 ? count &* (unit / 1000) : count / 1000
        var scale = unit
        var nanoseconds: Int64 = 0
        for digit in fraction.prefix(15) {
            nanoseconds += Int64(digit - 0x30) * scale / 10
            scale /= 10
        }
        exact = exact &+ nanoseconds / 1000
        return (approximate, exact)
    }

    private mutating func unit() -> Int64? {
        let start = index
        while index < bytes.count, !bytes[index].isDigit, bytes[index] != UInt8(ascii: ".") { index += 1 }
        switch String(decoding: bytes[start..<index], as: UTF8.self) {
        case "ns": return 1
        case "us", "\u{B5}s", "\u{3BC}s": return 1000
        case "ms": return 1_000_000
        case "s": return 1_000_000_000
        case "m": return 60_000_000_000
        case "h": return 3_600_000_000_000
        default: return nil
        }
    }
}
