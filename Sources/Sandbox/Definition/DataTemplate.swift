import CEL
import Core

/// A YAML value with `${ CEL }` in it: what comes out is JSON of the same shape.
///
/// A `${…}` that yields null leaves its field or element out; a `null` that is written down stays, since providers
/// send such fields.
indirect enum DataTemplate: Sendable {
    case constant(JSON)
    case text(Template)
    case list([DataTemplate])
    case map([DataField])

    /// The value; nil when the whole is a `${…}` that yields null.
    func json(_ bindings: Bindings) throws(SandboxFailure) -> JSON? {
        switch self {
        case .constant(let json): return json
        case .text(let template): return try template.json(bindings)
        case .list(let elements):
            var values: [JSON] = []
            for element in elements {
                if let value = try element.json(bindings) { values.append(value) }
            }
            return .array(values)
        case .map(let fields): return .object(try fields.object(bindings))
        }
    }
}

/// A named value with `${ CEL }` in it.
struct DataField: Sendable {
    let name: String
    let value: DataTemplate
}

extension [DataField] {
    /// All names and values, in order.
    func object(_ bindings: Bindings) throws(SandboxFailure) -> JSONObject {
        var object = JSONObject()
        for field in self {
            if let value = try field.value.json(bindings) { object[field.name] = value }
        }
        return object
    }

    /// Names and values as text, as headers and forms need them.
    ///
    /// A list repeats its name.
    func pairs(_ bindings: Bindings) throws(SandboxFailure) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for member in try object(bindings).members {
            for value in member.value.array ?? [member.value] where value != .null {
                guard let word = value.word else { throw SandboxFailure("`\(member.name)` must be a text") }
                pairs.append((member.name, word))
            }
        }
        return pairs
    }
}
