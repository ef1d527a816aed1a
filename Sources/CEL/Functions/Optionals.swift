import Core

extension Library {
    /// `optional.of` and its like.
    static let optionals: [Function] = [
        Function("optional.of", arity: 1) { .optional(.some($0[0])) },
        Function("optional.none", arity: 0) { _ in .optional(.none) },
        Function("optional.ofNonZeroValue", arity: 1) { .optional($0[0].isZero ? .none : .some($0[0])) },
        Function("hasValue", arity: 1, form: .method) { call in
            guard case .optional(let optional) = call[0] else { return call.noOverload }
            return .bool(optional.wrapped != nil)
        },
        Function("value", arity: 1, form: .method) { call in
            guard case .optional(let optional) = call[0] else { return call.noOverload }
            return optional.wrapped ?? call.invalid("an absent optional has no value")
        },
        Function("or", arity: 2, form: .method) { call in
            guard case .optional(let optional) = call[0], case .optional = call[1] else { return call.noOverload }
            return optional.wrapped == nil ? call[1] : call[0]
        },
        Function("orValue", arity: 2, form: .method) { call in
            guard case .optional(let optional) = call[0] else { return call.noOverload }
            return optional.wrapped ?? call[1]
        },
    ]
}

extension Value {
    /// Whether it is what its type begins with: 0, empty, false, null.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.byteCount == 0
        case .bytes(let bytes): bytes.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let map): map.isEmpty
        case .duration(let span): span.microseconds == 0
        case .timestamp(let time): time.microseconds == 0
        case .optional(let optional): optional.wrapped == nil
        case .type, .error: false
        }
    }
}
