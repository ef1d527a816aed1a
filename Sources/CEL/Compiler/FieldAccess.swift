/// Reading a field of a value: `a.b`, `a.?b`, `has(a.b)`.
///
/// A class, so that following a path copies one reference.
final class FieldAccess: Sendable {
    let name: FieldName
    /// As the expression spells the whole, for the error message.
    let path: String
    let offset: Int
    /// Whether it is written `a.?b`.
    let isOptional: Bool
    /// Whether a null has no fields, instead of being an error, where the field is optional.
    let isNullAbsent: Bool

    init(name: FieldName, path: String, offset: Int, isOptional: Bool, isNullAbsent: Bool) {
        self.name = name
        self.path = path
        self.offset = offset
        self.isOptional = isOptional
        self.isNullAbsent = isNullAbsent
    }

    /// `a.b`: an error when it is missing; below an optional, an optional.
    func value(of operand: Value) -> Value {
        switch operand {
        case .map(let map): map.value(named: name) ?? missing
        case .optional(.none), .error: operand
        case .optional(.some(let value)): optionalValue(of: value)
        default: noFields(operand)
        }
    }

    /// `a.?b`: an optional.
    func optionalValue(of operand: Value) -> Value {
        switch operand {
        case .map(let map): .optional(map.value(named: name).map(OptionalValue.some) ?? .none)
        case .optional(.none), .error: operand
        case .optional(.some(let value)): optionalValue(of: value)
        case .null where isNullAbsent: .optional(.none)
        default: noFields(operand)
        }
    }

    /// `has(a.b)`: whether the key exists; null counts as present.
    func isPresent(in operand: Value) -> Value {
        switch operand {
        case .map(let map): .bool(map.value(named: name) != nil)
        case .optional(.none): .bool(false)
        case .optional(.some(let value)): isPresent(in: value)
        case .error: operand
        default: noFields(operand)
        }
    }

    private var missing: Value { .failure(.noSuchKey(path), "no such key: `\(path)`", at: offset) }

    private func noFields(_ operand: Value) -> Value {
        .failure(.noSuchOverload, "`\(path)`: a value of type \(operand.shownType) has no fields", at: offset)
    }
}

/// Reading an element of a value: `a[b]`, `a[?b]`.
struct ElementAccess: Sendable {
    /// As the expression spells the container; empty when it is no path.
    let path: String
    let offset: Int
    let isOptional: Bool
    /// Whether a null has no elements, instead of being an error, where the element is optional.
    let isNullAbsent: Bool

    /// The element, or an error.
    func value(of operand: Value, _ key: Value) -> Value {
        switch operand {
        case .map(let map): present(map.value(for: key)) ?? missing(key)
        case .list(let elements): element(key, of: elements)
        case .optional(.none), .error: operand
        case .optional(.some(let value)): optional.value(of: value, key)
        case .null where isNullAbsent && isOptional: .optional(.none)
        default: noElements(operand)
        }
    }

    private var optional: ElementAccess {
        ElementAccess(path: path, offset: offset, isOptional: true, isNullAbsent: isNullAbsent)
    }

    private func present(_ value: Value?) -> Value? {
        isOptional ? .optional(value.map(OptionalValue.some) ?? .none) : value
    }

    private func element(_ key: Value, of elements: [Value]) -> Value {
        guard let index = Self.index(key) else {
            return .failure(.noSuchOverload, "a list has no index of type \(key.shownType)", at: offset)
        }
        if elements.indices.contains(index) { return present(elements[index]) ?? .null }
        return present(nil)
            ?? .failure(.outOfRange, "index \(index) is outside a list of \(elements.count)", at: offset)
    }

    /// The index a whole number means, -1 for one that no list has; nil for a value that is none.
    private static func index(_ key: Value) -> Int? {
        switch key {
        case .int(let number): Int(exactly: number) ?? -1
        case .uint(let number): Int(exactly: number) ?? -1
        case .double(let number) where number == number.rounded(): Int(exactly: number) ?? -1
        default: nil
        }
    }

    private func missing(_ key: Value) -> Value {
        let shown = Spelling.of(key: key).map { $0.utf8.count <= 64 ? $0 : "…" } ?? key.shownType
        let whole = path.isEmpty ? shown : "\(path)[\"\(shown)\"]"
        return .failure(.noSuchKey(whole), "no such key: `\(whole)`", at: offset)
    }

    private func noElements(_ operand: Value) -> Value {
        .failure(.noSuchOverload, "a value of type \(operand.shownType) has no elements", at: offset)
    }
}
