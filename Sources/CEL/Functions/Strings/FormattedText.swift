/// How `%s` shows any value: `[a, 1]`, `{key: value}` with its keys sorted as text.
enum FormattedText {
    /// Nil for what cannot be shown, and when the budget is spent.
    static func of(_ value: Value, _ evaluation: Evaluation) -> String? {
        guard evaluation.charge(1) else { return nil }
        switch value {
        case .null: return "null"
        case .type(let name): return name
        case .bytes(let bytes):
            guard evaluation.charge(copying: bytes.count) else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        case .list(let elements): return of(elements, evaluation)
        case .map(let map): return of(map, evaluation)
        default:
            guard let text = Spelling.of(value), evaluation.charge(copying: text.byteCount) else { return nil }
            return text.string
        }
    }

    private static func of(_ elements: [Value], _ evaluation: Evaluation) -> String? {
        var parts: [String] = []
        for element in elements {
            guard let part = of(element, evaluation) else { return nil }
            parts.append(part)
        }
        guard evaluation.charge(copying: parts.reduce(0) { $0 + $1.utf8.count }) else { return nil }
        return "[" + parts.joined(separator: ", ") + "]"
    }

    private static func of(_ map: ValueMap, _ evaluation: Evaluation) -> String? {
        var parts: [(key: Text, value: String)] = []
        for entry in map.entries {
            guard let key = Spelling.of(key: entry.key), let value = of(entry.value, evaluation) else { return nil }
            parts.append((Text(key), value))
        }
        let size = parts.reduce(0) { $0 + $1.key.byteCount + $1.value.utf8.count }
        guard evaluation.charge(copying: 2 * size) else { return nil }
        parts.sort { $0.key < $1.key }
        return "{" + parts.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
}
