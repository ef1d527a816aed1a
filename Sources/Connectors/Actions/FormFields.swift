import CEL

/// Named values as pairs of a form.
enum FormFields {
    /// A list repeats its name; maps and other values without a text are left out.
    static func flat(_ fields: [(String, Value)]) -> [(name: String, value: String)] {
        fields.flatMap { name, value in
            value.candidates.compactMap { $0.word.map { (name: name, value: $0) } }
        }
    }

    /// Maps and lists become nested names: `a[b]`, `a[0]`.
    static func nested(_ fields: [(String, Value)]) -> [(name: String, value: String)] {
        fields.flatMap { nested($0, $1) }
    }

    private static func nested(_ name: String, _ value: Value) -> [(name: String, value: String)] {
        switch value {
        case .map(let map):
            map.entries.flatMap { entry in nested("\(name)[\(entry.key.word ?? "")]", entry.value) }
        case .list(let elements):
            elements.enumerated().flatMap { index, element in nested("\(name)[\(index)]", element) }
        default: value.word.map { [(name, $0)] } ?? []
        }
    }
}
