extension Compiler {
    private var isNullAbsent: Bool { environment.dialect == .throughline }

    /// `a.b` and `a.?b`.
    mutating func select(_ operand: Code, _ field: String, isOptional: Bool, at offset: Int) -> Code {
        let access = access(field, of: operand, at: offset)
        if !isOptional, case .path(var path) = operand {
            path.fields.append(access)
            return .path(path)
        }
        let operand = operand.step
        if isOptional { return .step { frame in access.optionalValue(of: operand(&frame)) } }
        return .step { frame in access.value(of: operand(&frame)) }
    }

    /// `has(a.b)`.
    mutating func has(_ operand: Code, _ field: String, at offset: Int) -> Code {
        let access = access(field, of: operand, at: offset)
        let operand = operand.step
        return .step { frame in access.isPresent(in: operand(&frame)) }
    }

    private func access(_ field: String, of operand: Code, at offset: Int) -> FieldAccess {
        let path = operand.shown.isEmpty ? field : "\(operand.shown).\(field)"
        return FieldAccess(name: FieldName(field), path: path, offset: offset, isNullAbsent: isNullAbsent)
    }

    /// `a[b]` and `a[?b]`.
    ///
    /// A constant string is a field; the path in messages is then written with brackets.
    mutating func index(_ operand: Code, _ key: Code, isOptional: Bool, at offset: Int) -> Code {
        let access = ElementAccess(
            path: operand.shown,
            offset: offset,
            isOptional: isOptional,
            isNullAbsent: isNullAbsent
        )
        let operand = operand.step
        if case .constant(.string(let text)) = key { return namedElement(access, operand, text) }
        let key = key.step
        return .step { frame in
            let container = operand(&frame)
            if case .error = container { return container }
            let key = key(&frame)
            if case .error = key { return key }
            return access.value(of: container, key)
        }
    }

    private func namedElement(_ access: ElementAccess, _ operand: @escaping Step, _ text: Text) -> Code {
        let name = FieldName(text.string)
        let isOptional = access.isOptional
        return .step { frame in
            let container = operand(&frame)
            if !isOptional, case .map(let map) = container, let found = map.value(named: name) { return found }
            return access.value(of: container, .string(text))
        }
    }
}
