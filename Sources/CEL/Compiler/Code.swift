/// A compiled node, as far as is known about it.
enum Code {
    /// Always this value, never an error.
    case constant(Value)
    /// Fields below a variable: `a.b.c` is one step.
    case path(Path)
    case step(Step)

    /// The closure that yields the value.
    var step: Step {
        switch self {
        case .constant(let value): { _ in value }
        case .path(let path): path.step
        case .step(let step): step
        }
    }

    /// The value, when it is constant.
    var constant: Value? {
        if case .constant(let value) = self { value } else { nil }
    }

    /// How the expression spells it, for error messages; empty when it is no path.
    var shown: String {
        if case .path(let path) = self { path.shown } else { "" }
    }
}

/// A variable and fields below it.
struct Path {
    /// Where the variable is found.
    enum Base {
        case variable(Int)
        case local(Int)
    }

    let base: Base
    let name: String
    let offset: Int
    var fields: [FieldAccess] = []

    /// As the expression spells it.
    var shown: String { ([name] + fields.map(\.name.text.string)).joined(separator: ".") }

    var step: Step {
        let fields = fields
        switch base {
        case .local(let place):
            if fields.isEmpty { return { frame in frame.locals[place] } }
            return { frame in Path.follow(fields, from: frame.locals[place]) }
        case .variable(let slot):
            let missing = Value.failure(.unavailable, "`\(name)` is not available here", at: offset)
            if fields.isEmpty { return { frame in frame.variables[slot] ?? missing } }
            return { frame in Path.follow(fields, from: frame.variables[slot] ?? missing) }
        }
    }

    private static func follow(_ fields: [FieldAccess], from root: Value) -> Value {
        var value = root
        for field in fields { value = field.value(of: value) }
        return value
    }
}
