extension Compiler {
    private var isNullAbsent: Bool { environment.dialect == .throughline }

    /// `a.b` and `a.?b`.
    mutating func select(_ operand: Code, _ field: String, isOptional: Bool, at offset: Int) -> Code {
        let access = access(field, of: operand, isOptional: isOptional, at: offset)
        if case .path(var path) = operand {
            path.fields.append(access)
            return .path(path)
        }
        let operand = operand.step
        if isOptional { return .step { frame in access.optionalValue(of: operand(frame)) } }
        return .step { frame in access.value(of: operand(frame)) }
    }

    /// `has(a.b)`.
    mutating func has(_ operand: Code, _ field: String, at offset: Int) -> Code {
        let access = access(field, of: operand, isOptional: false, at: offset)
        let (place, step) = (operand.place, operand.step)
        return .step { frame in
            if let found = place?.find(frame), case .map(let map) = found.pointee {
                return .bool(map.place(of: access.name.words, access.name.text) != nil)
            }
            return access.isPresent(in: step(frame))
        }
    }

    private func access(_ field: String, of operand: Code, isOptional: Bool, at offset: Int) -> FieldAccess {
        FieldAccess(
            name: FieldName(field),
            path: operand.shown.isEmpty ? field : "\(operand.shown).\(field)",
            offset: offset,
            isOptional: isOptional,
            isNullAbsent: isNullAbsent
        )
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
        if case .constant(.string(let text)) = key { return namedElement(access, operand, text) }
        let (operand, key) = (operand.step, key.step)
        return .step { frame in
            let container = operand(frame)
            if case .error = container { return container }
            let key = key(frame)
            if case .error = key { return key }
            guard frame.evaluation.charge(finding: key) else { return .error(.budget) }
            return access.value(of: container, key)
        }
    }

    private func namedElement(_ access: ElementAccess, _ operand: Code, _ text: Text) -> Code {
        let name = FieldName(text)
        let (place, step) = (access.isOptional ? nil : operand.place, operand.step)
        return .step { frame in
            if let found = place?.find(frame), case .map(let map) = found.pointee,
                let element = map.place(of: name.words, text)
            {
                return element.pointee
            }
            return access.value(of: step(frame), .string(text))
        }
    }

    /// `a.orValue(b)` and `a.or(b)`: what stands in is evaluated only when `a` is absent.
    mutating func alternative(_ operand: Code, _ other: Code, isOptional: Bool, at offset: Int) -> Code {
        let other = other.step
        guard !isOptional, case .path(let path) = operand, path.isOptional else {
            return .step(Self.alternative(operand.step, other, isOptional: isOptional, at: offset))
        }
        let place = path.place
        let slowly = Self.alternative(path.slowly, other, isOptional: false, at: offset)
        return .step { frame in
            switch place.look(frame) {
            case .value(let value): value.pointee
            case .absent: other(frame)
            case .other: slowly(frame)
            }
        }
    }

    private static func alternative(
        _ operand: @escaping Step,
        _ other: @escaping Step,
        isOptional: Bool,
        at offset: Int
    ) -> Step {
        { frame in
            let value = operand(frame)
            guard case .optional(let optional) = value else { return noOptional(value, at: offset) }
            if let wrapped = optional.wrapped { return isOptional ? value : wrapped }
            let instead = other(frame)
            guard isOptional else { return instead }
            return if case .optional = instead { instead } else { noOptional(instead, at: offset) }
        }
    }

    /// What comes of a value where an optional is needed: its own error, or one about its type.
    static func noOptional(_ value: Value, at offset: Int) -> Value {
        if case .error = value { return value }
        return .failure(.noSuchOverload, "needs an optional, not a value of type \(value.shownType)", at: offset)
    }
}
