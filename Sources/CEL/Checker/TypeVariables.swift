/// What is known of types that are still looked for.
///
/// Each variable is bound to a type, which may hold other variables; what fails can be taken back.
struct TypeVariables {
    /// Types that count as one where they meet.
    struct Tolerance: OptionSet {
        let rawValue: Int
        /// Numbers of any kind, as equality compares them.
        static let numbers = Tolerance(rawValue: 1)
        /// Null and everything, since any field may be null.
        static let null = Tolerance(rawValue: 2)
        /// A variable that is given types that differ becomes anything.
        static let widening = Tolerance(rawValue: 4)
    }

    /// Parts of one type that are kept; a type of more becomes anything.
    private static let sizeLimit = 64

    private var bindings: [ValueType?] = []
    /// What was bound before each change.
    private var changes: [(place: Int, before: ValueType?)] = []

    /// A variable of its own.
    mutating func fresh() -> ValueType {
        bindings.append(nil)
        return .variable(bindings.count - 1)
    }

    /// Keeps what `body` binds when it answers true, and takes it back otherwise.
    mutating func attempt(_ body: (inout TypeVariables) -> Bool) -> Bool {
        let (count, mark) = (bindings.count, changes.count)
        if body(&self) { return true }
        while changes.count > mark, let change = changes.popLast() { bindings[change.place] = change.before }
        bindings.removeLast(bindings.count - count)
        return false
    }

    /// The type with a bound variable at its top replaced, so that its kind can be asked.
    func resolved(_ type: ValueType) -> ValueType {
        var type = type
        while case .variable(let place) = type, let bound = bindings[place] { type = bound }
        return type
    }

    /// The type with all bound variables replaced.
    func applied(_ type: ValueType) -> ValueType {
        let type = resolved(type)
        return type.parts.isEmpty ? type : type.with(parts: type.parts.map { applied($0) })
    }

    /// The type with all variables replaced, those never bound by anything.
    func finished(_ type: ValueType) -> ValueType {
        let type = resolved(type)
        if case .variable = type { return .dyn }
        return type.parts.isEmpty ? type : type.with(parts: type.parts.map { finished($0) })
    }

    /// The type, or anything when it has become too large to go on with.
    func limited(_ type: ValueType) -> ValueType {
        var left = Self.sizeLimit
        return fits(type, &left) ? type : .dyn
    }

    private func fits(_ type: ValueType, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        for part in resolved(type).parts where !fits(part, &left) { return false }
        return true
    }
}

extension TypeVariables {
    /// Whether a value of type `actual` may stand where `wanted` is needed; binds variables on either side.
    mutating func accepts(_ actual: ValueType, as wanted: ValueType, _ tolerance: Tolerance = []) -> Bool {
        if case .variable(let place) = wanted {
            if bind(place, to: actual, tolerance) { return true }
            if bindings[place] != nil { return false }
        }
        if case .variable(let place) = actual { return bind(place, to: wanted, tolerance) }
        switch (actual, wanted) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, let other), (let other, .null): return tolerance.contains(.null) || other.takesNull
        case (.record, .record): return true
        case (.record, .map(let key, let value)), (.map(let key, let value), .record):
            return accepts(.string, as: key, tolerance) && accepts(.dyn, as: value, tolerance)
        default: return haveOneShape(actual, wanted, tolerance) && acceptsParts(actual, wanted, tolerance)
        }
    }

    private func haveOneShape(_ left: ValueType, _ right: ValueType, _ tolerance: Tolerance) -> Bool {
        switch (left, right) {
        case (.list, .list), (.map, .map), (.optional, .optional): true
        case (.opaque(let name, let types), .opaque(let other, let others)):
            name == other && types.count == others.count
        default: left == right || tolerance.contains(.numbers) && left.isNumber && right.isNumber
        }
    }

    private mutating func acceptsParts(_ actual: ValueType, _ wanted: ValueType, _ tolerance: Tolerance) -> Bool {
        for (part, other) in zip(actual.parts, wanted.parts) where !accepts(part, as: other, tolerance) { return false }
        return true
    }

    /// Binds a variable, or makes what it is bound to more general.
    private mutating func bind(_ place: Int, to type: ValueType, _ tolerance: Tolerance) -> Bool {
        if type == .variable(place) { return true }
        guard let bound = bindings[place] else { return set(place, to: type) }
        if type == bound { return true }
        if accepts(type, as: bound, tolerance) {
            // a variable that the type holds itself stays as it is
            _ = set(place, to: mostGeneral(type, bound))
            return true
        }
        return tolerance.contains(.widening) && set(place, to: .dyn)
    }

    private mutating func set(_ place: Int, to type: ValueType) -> Bool {
        guard !occurs(place, in: type) else { return false }
        changes.append((place, bindings[place]))
        bindings[place] = type
        return true
    }

    private func occurs(_ place: Int, in type: ValueType) -> Bool {
        if case .variable(place) = type { return true }
        let type = resolved(type)
        return type == .variable(place) || type.parts.contains { occurs(place, in: $0) }
    }
}

extension TypeVariables {
    /// The type of a value that is one or the other; nil when no type but anything is.
    mutating func join(_ left: ValueType, _ right: ValueType) -> ValueType? {
        guard attempt({ $0.accepts(left, as: right) }) else { return nil }
        return mostGeneral(applied(left), applied(right))
    }

    /// What both of two types are that accept each other.
    private func mostGeneral(_ left: ValueType, _ right: ValueType) -> ValueType {
        switch (resolved(left), resolved(right)) {
        case (.dyn, _), (_, .dyn): return .dyn
        case (.null, let type), (let type, .null): return type
        case (.record(let left), .record(let right)): return .record(left.merging(right))
        case (.record, .map(let key, _)), (.map(let key, _), .record): return .map(key: key, value: .dyn)
        case (let left, let right):
            let parts = zip(left.parts, right.parts).map { mostGeneral($0, $1) }
            return left.with(parts: parts)
        }
    }
}

extension ValueType {
    /// Whether null may stand where this is declared, as cel-go has it of types that are objects there.
    fileprivate var takesNull: Bool {
        switch self {
        case .null, .timestamp, .duration, .optional, .opaque: true
        default: false
        }
    }
}
