import Core

extension Checker {
    /// `f(a)`, `a.f(b)`, `space.f(a)`.
    mutating func call(_ name: String, target: NodeID?, _ arguments: [NodeID], at id: NodeID) -> ValueType {
        if let target, let function = inNamespace(name, target) {
            return call(function, receiver: nil, arguments, at: id)
        }
        guard let function = functions(named: name, isRoot: target != nil).first else {
            let space = target.flatMap { dottedName($0)?.name }
            return unknown(name, hint: hint(for: name, in: space), target, arguments, at: id)
        }
        if function.form == (target == nil ? .method : .function) {
            let hint = target == nil ? "write `value.\(function.name)(…)`" : "write `\(function.name)(value, …)`"
            return unknown(name, hint: hint, target, arguments, at: id)
        }
        return call(function, receiver: target, arguments, at: id)
    }

    private func inNamespace(_ name: String, _ target: NodeID) -> Function? {
        guard let space = dottedName(target) else { return nil }
        return functions(named: "\(space.name).\(name)", isRoot: space.isRoot).first { $0.form != .method }
    }

    private func functions(named name: String, isRoot: Bool) -> [Function] {
        environment.candidates(for: name, isRoot: isRoot).compactMap { environment.library.functions[$0] }
    }

    private mutating func unknown(
        _ name: String,
        hint: String?,
        _ target: NodeID?,
        _ arguments: [NodeID],
        at id: NodeID
    ) -> ValueType {
        report("cel-unknown-function", "unknown function `\(name)`", hint: hint, at: place(of: id))
        if let target, !isNamespace(target) { _ = type(of: target) }
        for argument in arguments { _ = type(of: argument) }
        return .dyn
    }

    /// Whether functions have names that begin so: then a misspelt one is told, and not the beginning as well.
    private func isNamespace(_ id: NodeID) -> Bool {
        guard let name = dottedName(id)?.name else { return false }
        return environment.library.functions.keys.contains { $0.utf8.starts(with: "\(name).".utf8) }
    }

    private func hint(for name: String, in space: String?) -> String? {
        if problems.all.count >= Self.hintedCount { return nil }
        let names = environment.library.names
        if let space, let near = Suggestion.nearest(to: "\(space).\(name)", in: names) {
            return "did you mean `\(near)`?"
        }
        return Suggestion.nearest(to: name, in: names).map { "did you mean `\($0)`?" }
    }

    private mutating func call(
        _ function: Function,
        receiver: NodeID?,
        _ arguments: [NodeID],
        at id: NodeID
    ) -> ValueType {
        let nodes = (receiver.map { [$0] } ?? []) + arguments
        let types = nodes.map { type(of: $0) }
        let ways = function.signatures.filter { $0.isMethod == (receiver != nil) }
        let fitting = ways.filter { $0.arity.contains(types.count) }
        if function.signatures.isEmpty ? !function.arity.contains(types.count) : fitting.isEmpty {
            return wrongCount(function, ways, given: arguments.count, isMethod: receiver != nil, at: id)
        }
        if function.signatures.isEmpty { return .dyn }
        return result(of: fitting, taking: types) ?? wrongTypes(function, fitting, nodes, types, receiver, at: id)
    }

    private mutating func wrongCount(
        _ function: Function,
        _ ways: [Signature],
        given: Int,
        isMethod: Bool,
        at id: NodeID
    ) -> ValueType {
        let arity = ways.isEmpty ? function.arity : ways.dropFirst().reduce(ways[0].arity) { $0.joined(with: $1.arity) }
        let (low, high) = (arity.lowerBound - (isMethod ? 1 : 0), arity.upperBound - (isMethod ? 1 : 0))
        let count = low == high ? "\(low)" : high > 90 ? "at least \(low)" : "\(low) to \(high)"
        let message = "`\(function.name)` takes \(count) argument\(count == "1" ? "" : "s"), not \(given)"
        report("cel-arity", message, at: place(of: id))
        return .dyn
    }

    private mutating func wrongTypes(
        _ function: Function,
        _ ways: [Signature],
        _ nodes: [NodeID],
        _ types: [ValueType],
        _ receiver: NodeID?,
        at id: NodeID
    ) -> ValueType {
        let given = types.map { shown($0) }
        let message: String
        if receiver == nil {
            message = "`\(function.name)` does not take (\(given.joined(separator: ", ")))"
        } else if ways.contains(where: { accepts(types[0], as: $0.parameters[0].replacing([:])) }) {
            let arguments = given.dropFirst().joined(separator: ", ")
            message = "`\(given[0]).\(function.name)` does not take (\(arguments))"
        } else {
            message = "a value of type \(given[0]) has no `\(function.name)`"
        }
        return mismatch(message, hint: hint(for: ways, nodes, types), at: place(of: id))
    }
}
