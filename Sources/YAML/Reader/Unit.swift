import Core

/// Units of time and of memory.
enum Unit {
    private static let sizes = [("GiB", 30), ("MiB", 20), ("KiB", 10)]
    private static let spans: [(name: String, microseconds: Int64)] = [
        ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000),
    ]

    /// The bytes that `10MiB` or `512` mean; nil for anything else and beyond 63 bits.
    static func bytes(_ text: String) -> Int? {
        let (unit, shift) = sizes.first { text.hasSuffix($0.0) } ?? ("", 0)
        let digits = text.utf8.dropLast(unit.utf8.count)
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        guard let count = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        let (value, overflow) = count.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : value
    }

    /// A number of bytes in the largest unit that fits.
    static func spell(_ bytes: Int) -> String {
        let unit = sizes.first { bytes > 0 && bytes.isMultiple(of: 1 << $0.1) }
        return unit.map { "\(bytes >> $0.1)\($0.0)" } ?? String(bytes)
    }

    /// A length of time in the largest unit that fits.
    static func spell(_ span: TimeSpan) -> String {
        let unit = spans.first { span.microseconds != 0 && span.microseconds.isMultiple(of: $0.microseconds) }
        return unit.map { "\(span.microseconds / $0.microseconds)\($0.name)" } ?? "\(span.microseconds / 1000)ms"
    }
}
