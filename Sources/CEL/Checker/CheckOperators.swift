extension Checker {
    /// `a + b` and its like.
    mutating func binary(_ operation: BinaryOperator, _ left: NodeID, _ right: NodeID, at id: NodeID) -> ValueType {
        let types = (type(of: left), type(of: right))
        warnOfIntegerDivision(operation, left, types.0, right, at: id)
        if let result = result(of: operation, types.0, types.1) { return result }
        let message = "`\(operation.rawValue)` does not take \(shown(types.0)) and \(shown(types.1))"
        let hint = hint(for: operation, left, types.0, right, types.1)
        return mismatch(message, hint: hint, at: place(of: id))
    }

    private mutating func result(of operation: BinaryOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
        switch operation {
        case .equal, .unequal: return areComparable(left, right) ? .bool : nil
        case .contained: return isContainer(variables.resolved(right), of: left) ? .bool : nil
        default:
            let signatures = OperatorTypes.signatures(of: operation, in: environment.dialect)
            return result(of: signatures, taking: [left, right])
        }
    }

    /// Whether equality may ever hold: the same types, but numbers of all kinds and null are compared with more.
    private mutating func areComparable(_ left: ValueType, _ right: ValueType) -> Bool {
        let tolerance: TypeVariables.Tolerance = isStrict ? [] : [.numbers, .null]
        return variables.attempt { variables in
            let either = variables.fresh()
            return variables.accepts(left, as: either, tolerance) && variables.accepts(right, as: either, tolerance)
        }
    }

    private mutating func isContainer(_ container: ValueType, of element: ValueType) -> Bool {
        switch container {
        case .dyn: true
        case .variable: variables.accepts(.dyn, as: container)
        case .list(let wanted): areComparable(element, wanted)
        case .map(let key, _): areComparable(element, key)
        case .record: areComparable(element, .string)
        default: false
        }
    }

    /// `-a`.
    mutating func negate(_ operand: NodeID, at id: NodeID) -> ValueType {
        let type = type(of: operand)
        if let result = result(of: OperatorTypes.negation, taking: [type]) { return result }
        return mismatch("`-` does not take \(shown(type))", at: place(of: id))
    }

    /// `!a`.
    mutating func not(_ operand: NodeID, at id: NodeID) -> ValueType {
        needBool(operand, "!", at: place(of: isStrict ? id : operand))
        return .bool
    }

    /// `a && b` and `a || b`.
    mutating func junction(_ parts: [NodeID], _ name: String) -> ValueType {
        for part in parts { needBool(part, name, at: place(of: part)) }
        return .bool
    }

    private mutating func needBool(_ operand: NodeID, _ name: String, at offset: Int) {
        let type = type(of: operand)
        if accepts(type, as: .bool) { return }
        _ = mismatch("`\(name)` needs a bool, not \(shown(type))", at: offset)
    }

    /// `a ? b : c ? d : e`.
    mutating func conditional(_ branches: [Node.Branch], otherwise: NodeID) -> ValueType {
        let values = branches.map { branch in
            needBool(branch.condition, "?", at: isStrict ? branch.offset : place(of: branch.condition))
            return type(of: branch.value)
        }
        var joined = type(of: otherwise)
        for (branch, value) in zip(branches, values).reversed() {
            if let both = variables.join(value, joined) {
                joined = both
            } else if isStrict {
                let message = "both values of `? :` must have one type, not \(shown(value)) and \(shown(joined))"
                joined = mismatch(message, at: branch.offset)
            } else {
                joined = .dyn
            }
        }
        return joined
    }
}
