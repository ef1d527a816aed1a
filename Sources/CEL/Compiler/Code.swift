/// A compiled node, as far as is known about it.
enum Code {
    /// Always this value, never an error.
    case constant(Value)
    /// Fields below a variable: `a.b.?c` is one step.
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

    /// Where the value stands in memory, when it stands somewhere already.
    var place: Place? {
        switch self {
        case .path(let path): path.isOptional ? nil : path.place
        case .constant(let value): Place(value)
        case .step: nil
        }
    }

    /// How the expression spells it, for error messages; empty when it is no path.
    var shown: String {
        if case .path(let path) = self { path.shown } else { "" }
    }
}
