import Core

extension Compiler {
    /// `f(a)`, `a.f(b)`, `space.f(a)`.
    mutating func call(_ name: String, target: NodeID?, _ arguments: [NodeID], at offset: Int) -> Code {
        if let target, let space = dottedName(target) {
            for name in environment.candidates(for: "\(space.name).\(name)", isRoot: space.isRoot) {
                guard let function = environment.library.functions[name], function.form != .method else { continue }
                return invoke(function, arguments, shownCount: arguments.count, at: offset)
            }
        }
        let parts = (target.map { [$0] } ?? []) + arguments
        for candidate in environment.candidates(for: name, isRoot: target != nil) {
            guard let function = environment.library.functions[candidate] else { continue }
            if function.form == (target == nil ? .method : .function) {
                return unknown(name, hint: formHint(function, isMethod: target != nil), at: offset)
            }
            return invoke(function, parts, shownCount: arguments.count, at: offset)
        }
        let space = target.flatMap { dottedName($0)?.name }
        return unknown(name, hint: hint(for: name, in: space), at: offset)
    }

    private mutating func unknown(_ name: String, hint: String?, at offset: Int) -> Code {
        let isLater = name == "matches"
        let message = isLater ? "`\(name)` is not available yet" : "unknown function `\(name)`"
        let shown = isLater ? nil : hint
        return unknown("cel-unknown-function", message, kind: .noSuchOverload, hint: shown, at: offset)
    }

    private func formHint(_ function: Function, isMethod: Bool) -> String {
        isMethod ? "write `\(function.name)(value, …)`" : "write `value.\(function.name)(…)`"
    }

    private func hint(for name: String, in space: String?) -> String? {
        let names = environment.library.names
        if let space, let near = Suggestion.nearest(to: "\(space).\(name)", in: names) {
            return "did you mean `\(near)`?"
        }
        return Suggestion.nearest(to: name, in: names).map { "did you mean `\($0)`?" }
    }

    private mutating func invoke(_ function: Function, _ nodes: [NodeID], shownCount: Int, at offset: Int) -> Code {
        let parts = nodes.map { code($0) }
        guard function.arity.contains(parts.count) else {
            let receiver = parts.count - shownCount
            let wanted = function.arity.lowerBound - receiver...function.arity.upperBound - receiver
            let message = Self.arityMessage(function.name, wanted, given: shownCount)
            return unknown("cel-arity", message, kind: .noSuchOverload, hint: nil, at: offset)
        }
        let site = Call.Site(name: function.name, offset: offset)
        let step = Self.step(body(of: function, parts, nodes), parts.map(\.step), site)
        let isConstant = function.isPure && parts.allSatisfy { $0.constant != nil }
        return isConstant ? folded(step) : .step(step)
    }

    /// The function's body, or what its constant arguments make of it.
    private mutating func body(of function: Function, _ parts: [Code], _ nodes: [NodeID]) -> Function.Body {
        switch function.preparation?(parts.map(\.constant)) {
        case nil: break
        case .body(let body): return body
        case .problem(let message, let argument):
            if environment.checksNames { report("cel-argument", message, at: tree[nodes[argument]].offset) }
        }
        return function.body
    }

    private static func arityMessage(_ name: String, _ wanted: ClosedRange<Int>, given: Int) -> String {
        let (low, high) = (wanted.lowerBound, wanted.upperBound)
        let count = low == high ? "\(low)" : high > 99 ? "at least \(low)" : "\(low) to \(high)"
        return "`\(name)` takes \(count) argument\(count == "1" ? "" : "s"), not \(given)"
    }

    private static func step(_ body: @escaping Function.Body, _ parts: [Step], _ site: Call.Site) -> Step {
        switch parts.count {
        case 1: one(body, parts[0], site)
        case 2: two(body, parts[0], parts[1], site)
        default: many(body, parts, site)
        }
    }

    private static func one(_ body: @escaping Function.Body, _ part: @escaping Step, _ site: Call.Site) -> Step {
        { frame in
            let first = part(&frame)
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
            let first = left(&frame)
            if case .error = first { return first }
            let second = right(&frame)
            if case .error = second { return second }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            let call = Call(count: 2, first: first, second: second, site: site, evaluation: frame.evaluation)
            return body(call).located(at: site.offset)
        }
    }

    private static func many(_ body: @escaping Function.Body, _ parts: [Step], _ site: Call.Site) -> Step {
        { frame in
            var arguments: [Value] = []
            arguments.reserveCapacity(parts.count)
            for part in parts {
                let value = part(&frame)
                if case .error = value { return value }
                arguments.append(value)
            }
            guard frame.evaluation.charge(1) else { return .error(.budget) }
            return body(Call(arguments, site: site, evaluation: frame.evaluation)).located(at: site.offset)
        }
    }
}
