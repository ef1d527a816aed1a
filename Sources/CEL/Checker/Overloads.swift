extension Checker {
    /// What a call gives whose arguments are of these types; nil when no declaration takes them.
    ///
    /// Where several do, because something may be anything, and give different types, that is anything as well.
    mutating func result(of signatures: [Signature], taking types: [ValueType]) -> ValueType? {
        let isKnown = types.allSatisfy { variables.applied($0).isKnown }
        var result: ValueType?
        for signature in signatures {
            guard let found = outcome(of: signature, taking: types) else { continue }
            result = result == nil || result == found ? found : .dyn
            if isKnown, !signature.isVague { break }
        }
        return result
    }

    private mutating func outcome(of signature: Signature, taking types: [ValueType]) -> ValueType? {
        var outcome: ValueType?
        let tolerance: TypeVariables.Tolerance = isStrict ? [] : [.widening]
        let isTaken = variables.attempt { variables in
            let letters = Dictionary(uniqueKeysWithValues: signature.letters.map { ($0, variables.fresh()) })
            for (type, parameter) in zip(types, signature.parameters(for: types.count)) {
                guard variables.accepts(type, as: parameter.replacing(letters), tolerance) else { return false }
            }
            outcome = variables.applied(signature.result.replacing(letters))
            return true
        }
        return isTaken ? outcome : nil
    }
}

extension ValueType {
    /// This type with other types for its letters.
    func replacing(_ letters: [String: ValueType]) -> ValueType {
        if case .parameter(let name) = self { return letters[name] ?? .dyn }
        return parts.isEmpty ? self : with(parts: parts.map { $0.replacing(letters) })
    }
}
