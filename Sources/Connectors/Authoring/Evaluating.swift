import CEL
import Core

extension Template {
    /// The value; an absent optional is null, a present one what it holds.
    func read(_ bindings: Bindings) throws(ReadFailure) -> Value {
        let value = evaluate(bindings, budget: bindings.budget).unwrapped
        if case .error(let error) = value { throw ReadFailure(error, in: self) }
        return value
    }
}

extension Expression {
    /// The value; an absent optional is null, a present one what it holds.
    func read(_ bindings: Bindings) throws(ReadFailure) -> Value {
        let value = result(bindings)
        if case .error(let error) = value { throw ReadFailure(error, in: self) }
        return value
    }

    /// The value or an error; an absent optional is null, a present one what it holds.
    func result(_ bindings: Bindings) -> Value {
        evaluate(bindings, budget: bindings.budget).unwrapped
    }

    /// Whether it holds, as a guard: a missing field means no, any other failure is one.
    func holds(_ bindings: Bindings) throws(ReadFailure) -> Bool {
        switch result(bindings) {
        case .bool(let value): return value
        case .error(let error) where error.isMissingField: return false
        case .error(let error): throw ReadFailure(error, in: self)
        default: throw ReadFailure("a condition must be true or false", in: source, of: [self])
        }
    }
}

extension Bindings {
    /// Binds the bytes of a body.
    ///
    /// An evaluation may do more for a large one, since moving it costs too.
    mutating func bind(body: [UInt8]) {
        self["body"] = .bytes(body)
        budget = Expression.defaultBudget + body.count / 2
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

    /// Whether it says nothing: null or an empty text.
    ///
    /// Such fields are left out.
    var isBlank: Bool {
        switch self {
        case .null: true
        case .string(let text): text.byteCount == 0
        default: false
        }
    }

    /// The bytes of bytes or of a text.
    var byteString: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .string(let text): Array(text.string.utf8)
        default: nil
        }
    }

    /// A scalar as text, the way an identifier or a header is written.
    var word: String? {
        switch self {
        case .string(let text): text.string
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .bool(let flag): flag ? "true" : "false"
        case .double(let number): JSON.spell(number)
        case .timestamp(let instant): instant.timestamp.description
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }
}
