import Core

extension Library {
    /// `optional.of` and its like.
    static let optionals: [Function] = [
        Function("optional.of(A) -> optional_type(A)") { .optional(.some($0.untouched(0))) },
        Function("optional.none() -> optional_type(A)") { _ in .optional(.none) },
        Function("optional.ofNonZeroValue(A) -> optional_type(A)") {
            .optional($0[0].isZero ? .none : .some($0.untouched(0)))
        },
        Function("optional_type(A).hasValue() -> bool") { call in
            guard case .optional(let optional) = call[0] else { return call.noOverload }
            return .bool(optional.wrapped != nil)
        },
        Function("optional_type(A).value() -> A") { call in
            guard case .optional(let optional) = call[0] else { return call.noOverload }
            return optional.wrapped ?? call.invalid("an absent optional has no value")
        },
        Function("optional_type(A).or(optional_type(A)) -> optional_type(A)") { call in
            guard case .optional(let optional) = call[0], case .optional = call[1] else { return call.noOverload }
            return optional.wrapped == nil ? call[1] : call[0]
        },
        Function("optional_type(A).orValue(A) -> A") { call in
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
        case .wide(let number): number.double == 0
        case .string(let text): text.byteCount == 0
        case .bytes(let bytes): bytes.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let map): map.isEmpty
        case .duration(let interval): interval.nanoseconds == 0
        case .timestamp(let time): time == Instant.epoch
        case .optional(let optional): optional.wrapped == nil
        case .address, .network, .type, .error: false
        }
    }
}
