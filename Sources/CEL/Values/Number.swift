/// Comparing numbers exactly on the number line, whatever their types.
enum Number {
    /// -1, 0 or 1; nil when one of them is NaN or no number.
    static func order(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.int(let first), .int(let second)): sign(first, second)
        case (.uint(let first), .uint(let second)): sign(first, second)
        case (.int(let first), .uint(let second)): first < 0 ? -1 : sign(UInt64(first), second)
        case (.uint(let first), .int(let second)): second < 0 ? 1 : sign(first, UInt64(second))
        case (.double(let first), .double(let second)): first.isNaN || second.isNaN ? nil : sign(first, second)
        case (.int(let first), .double(let second)): order(first, second)
        case (.double(let first), .int(let second)): order(second, first).map { -$0 }
        case (.uint(let first), .double(let second)): order(first, second)
        case (.double(let first), .uint(let second)): order(second, first).map { -$0 }
        case (.wide, _), (_, .wide): order(left.plain, right.plain)
        default: nil
        }
    }

    /// As ``order(_:_:)``, but a double just beyond a type's range (2^63, 2^64) counts as the end of it: so the CEL
    /// conformance suite has `<` and its like, not `==`.
    static func saturatedOrder(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.int(.max), .double(0x1p63)), (.double(0x1p63), .int(.max)): 0
        case (.uint(.max), .double(0x1p64)), (.double(0x1p64), .uint(.max)): 0
        default: order(left, right)
        }
    }

    private static func sign<Ordered: Comparable>(_ left: Ordered, _ right: Ordered) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    private static func order(_ whole: some FixedWidthInteger, _ number: Double) -> Int? {
        order(whole, number, truncated: number.rounded(.towardZero))
    }

    private static func order<Whole: FixedWidthInteger>(_ whole: Whole, _ number: Double, truncated: Double) -> Int? {
        if number.isNaN { return nil }
        guard let other = Whole(exactly: truncated) else { return number < 0 ? 1 : -1 }
        return whole == other ? sign(truncated, number) : sign(whole, other)
    }
}
