import Core

extension Checker {
    /// `a.b` and `a.?b`.
    mutating func select(_ field: String, of operand: ValueType, isOptional: Bool, at id: NodeID) -> ValueType {
        let operand = variables.resolved(operand)
        if case .optional(let wrapped) = operand {
            return .optional(fieldType(field, of: variables.resolved(wrapped), at: id))
        }
        let type = fieldType(field, of: operand, at: id)
        return isOptional ? .optional(type) : type
    }

    /// `has(a.b)`.
    mutating func presence(of field: String, in operand: NodeID, at id: NodeID) -> ValueType {
        _ = select(field, of: type(of: operand), isOptional: false, at: id)
        return .bool
    }

    private mutating func fieldType(_ field: String, of operand: ValueType, at id: NodeID) -> ValueType {
        switch operand {
        case .dyn: return .dyn
        case .variable: return open(operand)
        case .map(_, let value): return value
        case .record(let record): return self.field(field, of: record, at: id)
        default:
            let isList = if case .list = operand { true } else { false }
            let hint = isList ? "write `[0].\(field)` for that of the first, or `.map(e, e.\(field))`" : nil
            return mismatch("a value of type \(shown(operand)) has no field `\(field)`", hint: hint, at: place(of: id))
        }
    }

    /// What is still open and used as a map may be anything.
    private mutating func open(_ variable: ValueType) -> ValueType {
        _ = variables.accepts(.dyn, as: variable)
        return .dyn
    }

    /// The type of a record's field.
    ///
    /// An open record may have other fields; one that is nearly spelled like a known one is worth a warning.
    private mutating func field(_ field: String, of record: RecordType, at id: NodeID) -> ValueType {
        if let type = record[field] { return type }
        guard environment.checksTypes else { return .dyn }
        let limit = record.isOpen ? 2 : Int.max
        let near = field.utf8.count > 2 ? Suggestion.nearest(to: field, in: record.names, within: limit) : nil
        guard !record.isOpen || near != nil else { return .dyn }
        report(
            "cel-unknown-field",
            "unknown field `\(field)`",
            hint: near.map { "did you mean `\($0)`?" } ?? Suggestion.hint(for: field, in: record.names),
            severity: record.isOpen ? .warning : .error,
            at: place(of: id)
        )
        return .dyn
    }

    /// `a[b]` and `a[?b]`.
    mutating func index(_ operand: NodeID, _ key: NodeID, isOptional: Bool, at id: NodeID) -> ValueType {
        let container = resolvedType(of: operand)
        let key = (id: key, type: type(of: key))
        if case .optional(let wrapped) = container {
            return .optional(element(of: variables.resolved(wrapped), key.id, key.type, at: id))
        }
        let element = element(of: container, key.id, key.type, at: id)
        return isOptional ? .optional(element) : element
    }

    private mutating func element(
        of container: ValueType,
        _ key: NodeID,
        _ keyType: ValueType,
        at id: NodeID
    ) -> ValueType {
        switch container {
        case .dyn: return .dyn
        case .variable: return open(container)
        case .list(let element) where accepts(keyType, as: .int): return element
        case .map(let wanted, let value) where accepts(keyType, as: wanted): return value
        case .record(let record) where accepts(keyType, as: .string):
            guard case .constant(.string(let name)) = tree[key].kind else { return .dyn }
            return field(name.string, of: record, at: id)
        default:
            return mismatch("`[ ]` does not take \(shown(container)) and \(shown(keyType))", at: place(of: id))
        }
    }

    /// Whether the operands of an operator may be of these types.
    mutating func accepts(_ actual: ValueType, as wanted: ValueType) -> Bool {
        let tolerance: TypeVariables.Tolerance = isStrict ? [] : [.numbers]
        return variables.attempt { $0.accepts(actual, as: wanted, tolerance) }
    }
}
