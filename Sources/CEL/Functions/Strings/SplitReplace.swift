extension StringEditing {
    static func replace(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .string(let old) = call[1], case .string(let new) = call[2] else {
            return call.noOverload
        }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        guard let limit = limit(call, at: 3) else { return call.noOverload }
        let pieces = pieces(of: text, separator: old, limit: limit, betweenCodePoints: old.byteCount == 0)
        let count = pieces.count - 1
        guard call.charge(count) else { return call.overBudget }
        let (added, overflow) = count.multipliedReportingOverflow(by: new.byteCount)
        guard !overflow, call.evaluation.charge(copying: text.byteCount + added) else { return call.overBudget }
        return count == 0 ? call[0] : Value(pieces.joined(separator: new.string))
    }

    static func split(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .string(let separator) = call[1] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        guard let limit = limit(call, at: 2) else { return call.noOverload }
        if limit == 0 { return .list([]) }
        let pieces =
            separator.byteCount == 0
            ? codePoints(of: text, limit: limit) : pieces(of: text, separator: separator, limit: limit - 1)
        guard call.charge(pieces.count) else { return call.overBudget }
        return .list(pieces.map { Value($0) })
    }

    /// Negative or absent means without limit; nil when it is no int.
    ///
    /// Never more pieces than the budget pays for, and one: then paying for them fails.
    private static func limit(_ call: Call, at place: Int) -> Int? {
        let affordable = max(0, call.evaluation.fuel) + 1
        guard call.count > place else { return affordable }
        guard case .int(let limit) = call[place] else { return nil }
        return limit < 0 ? affordable : min(Int(clamping: limit), affordable)
    }

    /// What stands between the separators, at most `limit` of which count.
    ///
    /// An empty separator stands before and behind every code point.
    private static func pieces(
        of text: Text,
        separator: Text,
        limit: Int,
        betweenCodePoints: Bool = false
    ) -> [String] {
        if betweenCodePoints {
            return limit == 0 ? [text.string] : [""] + codePoints(of: text, limit: limit, isOpen: true)
        }
        return text.withBytes { bytes in
            separator.withBytes { separator in
                var pieces: [String] = []
                var start = 0
                while pieces.count < limit, let found = ByteSearch.first(separator, in: bytes, from: start) {
                    pieces.append(bytes.text(start..<found).string)
                    start = found + separator.count
                }
                pieces.append(bytes.text(start..<bytes.count).string)
                return pieces
            }
        }
    }

    /// Single code points, at most `limit` pieces; the last holds the rest.
    ///
    /// Open: a separator stands behind the last code point as well, while the limit allows it.
    private static func codePoints(of text: Text, limit: Int, isOpen: Bool = false) -> [String] {
        var rest = text.string.unicodeScalars[...]
        var pieces: [String] = []
        while pieces.count < limit - 1, let scalar = rest.popFirst() { pieces.append(String(Character(scalar))) }
        return rest.isEmpty && !isOpen ? pieces : pieces + [String(rest)]
    }
}
