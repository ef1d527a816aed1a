import CEL
import Core
import YAML

/// A YAML value with `${ CEL }` in it: what comes out is data of the same shape.
indirect enum DataTemplate: Sendable {
    case constant(Value)
    case text(Template)
    case list([DataTemplate])
    case map([DataField])

    /// The value.
    ///
    /// What is null or an absent optional is left out of lists and maps.
    func evaluate(_ bindings: Bindings) throws(ReadFailure) -> Value {
        switch self {
        case .constant(let value): return value
        case .text(let template): return try template.read(bindings)
        case .list(let elements):
            var values: [Value] = []
            for element in elements {
                let value = try element.evaluate(bindings)
                if !value.isNull { values.append(value) }
            }
            return .list(values)
        case .map(let fields): return .map(ValueMap(try fields.evaluate(bindings)))
        }
    }

    /// The templates in it.
    var templates: [Template] {
        switch self {
        case .constant: []
        case .text(let template): [template]
        case .list(let elements): elements.flatMap(\.templates)
        case .map(let fields): fields.flatMap(\.value.templates)
        }
    }

    /// The variables it reads.
    var variables: Set<String> { templates.reduce(into: []) { $0.formUnion($1.variables) } }
}

/// A named value with `${ CEL }` in it.
///
/// A class, so that looking through fields counts one reference of each.
final class DataField: Sendable {
    let name: String
    let value: DataTemplate
    /// Where the name stands.
    let source: SourceText

    init(name: String, value: DataTemplate, source: SourceText) {
        self.name = name
        self.value = value
        self.source = source
    }
}

extension [DataField] {
    /// All names and values but those that are null.
    func evaluate(_ bindings: Bindings) throws(ReadFailure) -> [(String, Value)] {
        var pairs: [(String, Value)] = []
        for field in self {
            let value = try field.value.evaluate(bindings)
            if !value.isNull { pairs.append((field.name, value)) }
        }
        return pairs
    }

    /// The value of one field; nil when it is missing or null.
    func evaluate(_ name: String, _ bindings: Bindings) throws(ReadFailure) -> Value? {
        guard let field = first(where: { $0.name.hasSameBytes(as: name) }) else { return nil }
        let value = try field.value.evaluate(bindings)
        return value.isNull ? nil : value
    }
}

extension Author {
    /// Data of any shape, or nil and a problem.
    func data(_ node: Node?, in scope: Scope) -> DataTemplate? {
        switch node?.content {
        case nil: return nil
        case .sequence(let elements): return .list(elements.compactMap { data($0, in: scope) })
        case .mapping(let entries): return .map(fields(entries, in: scope))
        case .scalar(let scalar):
            if scalar.isPlain, scalar.json.string == nil { return .constant(Value(scalar.json)) }
            return template(scalar.source, in: scope).map(DataTemplate.text)
        }
    }

    /// Named data.
    func fields(_ entries: [Entry], in scope: Scope) -> [DataField] {
        entries.compactMap { entry in
            data(entry.value, in: scope).map { DataField(name: entry.key.text, value: $0, source: entry.key) }
        }
    }
}
