extension Library {
    /// Lists longer than this are not made out of numbers alone.
    static let rangeLimit: Int64 = 100_000

    /// `distinct flatten slice sort reverse first last sum lists.range`.
    static let lists: [Function] = [
        Function("list(A).distinct() -> list(A)", "distinct(list(A)) -> list(A)") { ListFunctions.distinct($0) },
        Function(
            "list(list(A)).flatten() -> list(A)",
            "list(dyn).flatten() -> list(dyn)",
            "list(dyn).flatten(int) -> list(dyn)",
            "flatten(list(list(A))) -> list(A)",
            "flatten(list(dyn)) -> list(dyn)",
            "flatten(list(dyn), int) -> list(dyn)"
        ) { ListFunctions.flatten($0) },
        Function("list(A).slice(int, int) -> list(A)") { ListFunctions.slice($0) },
        Function("list(A).sort() -> list(A)", "sort(list(A)) -> list(A)") { ListFunctions.sort($0) },
        Function(
            "list(A).reverse() -> list(A)",
            "string.reverse() -> string",
            "reverse(list(A)) -> list(A)",
            "reverse(string) -> string"
        ) { call in
            guard case .list(let elements) = call[0] else { return StringEditing.reverse(call) }
            guard call.charge(1 + elements.count / 4) else { return call.overBudget }
            return .list(elements.reversed())
        },
        Function("list(A).first() -> optional_type(A)") { call in
            guard case .list(let elements) = call[0] else { return call.noOverload }
            return .optional(elements.first.map(OptionalValue.some) ?? .none)
        },
        Function("list(A).last() -> optional_type(A)") { call in
            guard case .list(let elements) = call[0] else { return call.noOverload }
            return .optional(elements.last.map(OptionalValue.some) ?? .none)
        },
        Function(
            "list(int).sum() -> int",
            "list(uint).sum() -> uint",
            "list(double).sum() -> double",
            "list(duration).sum() -> duration",
            "sum(list(int)) -> int",
            "sum(list(uint)) -> uint",
            "sum(list(double)) -> double",
            "sum(list(duration)) -> duration"
        ) { ListFunctions.sum($0) },
        Function("lists.range(int) -> list(int)") { ListFunctions.range($0) },
    ]
}

/// The list functions.
enum ListFunctions {
    /// Each value once, in the order first met.
    static func distinct(_ call: Call) -> Value {
        guard case .list(let elements) = call[0] else { return call.noOverload }
        guard call.charge(elements.count) else { return call.overBudget }
        var kept: [Value] = []
        var keys: Set<MapKey> = []
        var others: [Value] = []
        for element in elements {
            guard call.evaluation.charge(finding: element) else { return call.overBudget }
            if let key = MapKey(element) {
                if keys.insert(key).inserted { kept.append(element) }
            } else {
                guard call.charge(others.count) else { return call.overBudget }
                if others.contains(where: { $0.equals(element, call.evaluation) }) { continue }
                others.append(element)
                kept.append(element)
            }
        }
        return .list(kept)
    }

    /// Lists inside the list opened up, one level or as many as told.
    static func flatten(_ call: Call) -> Value {
        guard case .list(let elements) = call[0] else { return call.noOverload }
        var depth: Int64 = 1
        if call.count == 2 {
            guard case .int(let wanted) = call[1] else { return call.noOverload }
            guard wanted >= 0 else { return call.invalid("a negative depth") }
            depth = wanted
        }
        var flat: [Value] = []
        return flatten(elements, depth, into: &flat, call) ? .list(flat) : call.overBudget
    }

    private static func flatten(_ elements: [Value], _ depth: Int64, into flat: inout [Value], _ call: Call) -> Bool {
        guard call.charge(1 + elements.count) else { return false }
        for element in elements {
            if depth > 0, case .list(let inner) = element {
                guard flatten(inner, depth - 1, into: &flat, call) else { return false }
            } else {
                flat.append(element)
            }
        }
        return true
    }

    static func slice(_ call: Call) -> Value {
        guard case .list(let elements) = call[0], case .int(let start) = call[1], case .int(let end) = call[2] else {
            return call.noOverload
        }
        guard let first = Int(exactly: start), let last = Int(exactly: end), 0 <= first, first <= last,
            last <= elements.count
        else { return call.fail(.outOfRange, "a slice outside a list of \(elements.count)") }
        guard call.charge(1 + (last - first) / 4) else { return call.overBudget }
        return .list(Array(elements[first..<last]))
    }

    static func sort(_ call: Call) -> Value {
        guard case .list(let elements) = call[0] else { return call.noOverload }
        return Sorting.sort(elements, by: elements, call.evaluation)
    }

    /// The total of numbers or durations; 0 of none.
    static func sum(_ call: Call) -> Value {
        guard case .list(let elements) = call[0] else { return call.noOverload }
        guard call.charge(elements.count) else { return call.overBudget }
        guard var total = elements.first else { return .int(0) }
        let arithmetic = Arithmetic(mixesNumbers: true)
        for element in elements {
            switch element {
            case .int, .uint, .double, .duration: continue
            default: return call.fail(.noSuchOverload, "`sum` adds numbers or durations")
            }
        }
        for element in elements.dropFirst() {
            total = arithmetic.apply(.add, total, element, call.evaluation)
            if case .error = total { return total }
        }
        return total
    }

    static func range(_ call: Call) -> Value {
        guard case .int(let count) = call[0] else { return call.noOverload }
        guard (0...Library.rangeLimit).contains(count) else {
            return call.fail(.outOfRange, "a range of more than \(Library.rangeLimit) numbers")
        }
        guard call.charge(Int(count)) else { return call.overBudget }
        return .list((0..<count).map(Value.int))
    }
}
