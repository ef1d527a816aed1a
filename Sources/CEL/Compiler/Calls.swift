extension Compiler {
    /// Refused arguments after which no more are looked at.
    private static let refusalLimit = 8

    /// `f(a)`, `a.f(b)`, `space.f(a)`.
    mutating func call(_ name: String, target: NodeID?, _ arguments: [NodeID], at offset: Int) -> Code {
        if let target, let space = dottedName(target) {
            for name in environment.candidates(for: "\(space.name).\(name)", isRoot: space.isRoot) {
                guard let function = environment.library.functions[name], function.form != .method else { continue }
                return invoke(function, arguments, at: offset)
            }
        }
        if let target, arguments.count == 1, name == "orValue" || name == "or" {
            return alternative(code(target), code(arguments[0]), isOptional: name == "or", at: offset)
        }
        let parts = (target.map { [$0] } ?? []) + arguments
        for candidate in environment.candidates(for: name, isRoot: target != nil) {
            guard let function = environment.library.functions[candidate] else { continue }
            if function.form == (target == nil ? .method : .function) {
                break
            }
            return invoke(function, parts, at: offset)
        }
        return refused("unknown function `\(name)`", at: offset)
    }

    /// What a call that the checker has told of compiles to, where nothing is checked: an error where it is reached.
    private func refused(_ message: String, at offset: Int) -> Code {
        .step { _ in .failure(.noSuchOverload, message, at: offset) }
    }

    private mutating func invoke(_ function: Function, _ nodes: [NodeID], at offset: Int) -> Code {
        let parts = nodes.map { code($0) }
        guard function.arity.contains(parts.count) else {
            return refused("`\(function.name)` does not take \(parts.count) arguments", at: offset)
        }
        let site = Call.Site(name: function.name, offset: offset)
        let step = Self.step(body(of: function, parts, nodes), parts.map(\.step), site)
        let isConstant = function.isPure && parts.allSatisfy { $0.constant != nil }
        return isConstant ? folded(step) : .step(step)
    }

    /// The function's body, or what its constant arguments make of it.
    private mutating func body(of function: Function, _ parts: [Code], _ nodes: [NodeID]) -> Function.Body {
        guard refusals < Self.refusalLimit else { return function.body }
        switch function.preparation?(parts.map(\.constant)) {
        case nil: break
        case .body(let body): return body
        case .problem(let message, let argument):
            refusals += 1
            if environment.checksNames { report("cel-argument", message, at: tree[nodes[argument]].offset) }
        }
        return function.body
    }

    private static func step(_ body: @escaping Function.Body, _ parts: [Step], _ site: Call.Site) -> Step {
        switch parts.count {
        case 1: one(body, parts[0], site)
        case 2: two(body, parts[0], parts[1], site)
        case 3: three(body, parts[0], parts[1], parts[2], site)
        default: many(body, parts, site)
        }
    }

    private static func one(_ body: @escaping Function.Body, _ part: @escaping Step, _ site: Call.Site) -> Step {
        { frame in
            let first = part(frame)
            if case .error = first { return first }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            return body(Call(count: 1, first: first, site: site, evaluation: frame.evaluation)).located(at: site.offset)
        }
    }

    private static func two(
        _ body: @escaping Function.Body,
        _ left: @escaping Step,
        _ right: @escaping Step,
        _ site: Call.Site
    ) -> Step {
        { frame in
            let first = left(frame)
            if case .error = first { return first }
            let second = right(frame)
            if case .error = second { return second }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            let call = Call(count: 2, first: first, second: second, site: site, evaluation: frame.evaluation)
            return body(call).located(at: site.offset)
        }
    }

    private static func three(
        _ body: @escaping Function.Body,
        _ one: @escaping Step,
        _ two: @escaping Step,
        _ three: @escaping Step,
        _ site: Call.Site
    ) -> Step {
        { frame in
            let first = one(frame)
            if case .error = first { return first }
            let second = two(frame)
            if case .error = second { return second }
            let third = three(frame)
            if case .error = third { return third }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            let evaluation = frame.evaluation
            let call = Call(count: 3, first: first, second: second, third: third, site: site, evaluation: evaluation)
            return body(call).located(at: site.offset)
        }
    }

    private static func many(_ body: @escaping Function.Body, _ parts: [Step], _ site: Call.Site) -> Step {
        { frame in
            var arguments: [Value] = []
            arguments.reserveCapacity(parts.count)
            for part in parts {
                let value = part(frame)
                if case .error = value { return value }
                arguments.append(value)
            }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            return body(Call(arguments, site: site, evaluation: frame.evaluation)).located(at: site.offset)
        }
    }
}
