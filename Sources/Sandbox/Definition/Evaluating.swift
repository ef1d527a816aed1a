import CEL
import Core

/// Work an evaluation may do.
///
/// Definitions are ours and the sandbox is for development: bounded, but roomy.
private let budget = Expression.defaultBudget * 10

extension Expression {
    /// The value; an absent optional is null, a present one what it holds.
    func value(_ bindings: Bindings) throws(SandboxFailure) -> Value {
        let value = evaluate(bindings, budget: budget).unwrapped
        if case .error(let error) = value { throw SandboxFailure(error, in: source) }
        return value
    }

    /// Whether it holds.
    ///
    /// A condition that fails does not: mostly it looks for something that is not there.
    func holds(_ bindings: Bindings) -> Bool {
        evaluate(bindings, budget: budget).unwrapped.isTrue
    }
}

extension Template {
    /// The value as JSON; nil for null and for an absent optional.
    func json(_ bindings: Bindings) throws(SandboxFailure) -> JSON? {
        let value = evaluate(bindings, budget: budget).unwrapped
        if case .error(let error) = value { throw SandboxFailure(error, in: source) }
        if value.isNull { return nil }
        guard let json = value.json else { throw SandboxFailure("yields nothing that JSON can express", in: source) }
        return json
    }

    /// The value as text; nil for null and for an absent optional.
    func text(_ bindings: Bindings) throws(SandboxFailure) -> String? {
        guard let json = try json(bindings) else { return nil }
        guard let word = json.word else { throw SandboxFailure("must yield a text", in: source) }
        return word
    }
}

extension Value {
    /// What a present optional holds; null for an absent one.
    var unwrapped: Value {
        switch self {
        case .optional(.none): .null
        case .optional(.some(let value)): value.unwrapped
        default: self
        }
    }
}

extension JSON {
    /// A scalar as text, the way a header or a form field is written; nil for null, lists and objects.
    var word: String? {
        switch self {
        case .string(let text), .bigInteger(let text): text
        case .int(let number): String(number)
        case .double(let number): JSON.spell(number)
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
