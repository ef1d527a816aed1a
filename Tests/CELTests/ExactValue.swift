@testable import CEL

extension Value {
    /// Whether both are the same value of the same type, as the suite wants it: 1 is not 1u, NaN is NaN, the order of a
    /// map's entries does not count.
    func isExactly(_ other: Value) -> Bool {
        switch (self, other) {
        case (.double(let left), .double(let right)):
            left.isNaN && right.isNaN || left == right && left.sign == right.sign
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isExactly($1) }
        case (.map(let left), .map(let right)):
            left.count == right.count
                && left.entries.allSatisfy { entry in right.entries.contains { $0.isExactly(entry) } }
        case (.optional(let left), .optional(let right)):
            switch (left.wrapped, right.wrapped) {
            case (nil, nil): true
            case (let left?, let right?): left.isExactly(right)
            default: false
            }
        default: typeName == other.typeName && self == other
        }
    }
}

extension ValueMap.Entry {
    fileprivate func isExactly(_ other: ValueMap.Entry) -> Bool {
        key.isExactly(other.key) && value.isExactly(other.value)
    }
}
