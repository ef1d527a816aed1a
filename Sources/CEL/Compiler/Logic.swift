extension Compiler {
    /// `a && b && …` (decided by false) or `a || b || …` (decided by true).
    ///
    /// An operand that decides wins over an error of another, whichever comes first.
    mutating func junction(_ parts: [NodeID], decidedBy decision: Bool) -> Code {
        let steps = parts.map { code($0).step }
        let offsets = parts.map { tree[$0].offset }
        let name = decision ? "||" : "&&"
        if steps.count == 2 { return .step(Self.pair(steps[0], steps[1], decision, name, offsets)) }
        return .step { frame in
            var failure: Value?
            for (place, step) in steps.enumerated() {
                let value = step(frame)
                if case .bool(let flag) = value {
                    if flag == decision { return value }
                } else if failure == nil {
                    failure = Self.failure(of: value, name, at: offsets[place])
                }
            }
            return failure ?? .bool(!decision)
        }
    }

    private static func pair(
        _ first: @escaping Step,
        _ second: @escaping Step,
        _ decision: Bool,
        _ name: String,
        _ offsets: [Int]
    ) -> Step {
        { frame in
            let left = first(frame)
            if case .bool(decision) = left { return left }
            let right = second(frame)
            if case .bool(decision) = right { return right }
            guard case .bool = left else { return failure(of: left, name, at: offsets[0]) }
            guard case .bool = right else { return failure(of: right, name, at: offsets[1]) }
            return right
        }
    }

    private static func failure(of value: Value, _ name: String, at offset: Int) -> Value {
        if case .error = value { return value }
        return .failure(.noSuchOverload, "`\(name)` needs a bool, not a value of type \(value.shownType)", at: offset)
    }

    /// `a ? b : c ? d : e`: only what is chosen is evaluated.
    mutating func conditional(_ branches: [Node.Branch], otherwise: NodeID) -> Code {
        let arms = branches.map { branch in
            (condition: code(branch.condition).step, value: code(branch.value).step)
        }
        let offsets = branches.map { tree[$0.condition].offset }
        let otherwise = code(otherwise).step
        return .step { frame in
            for (place, arm) in arms.enumerated() {
                let condition = arm.condition(frame)
                guard case .bool(let isChosen) = condition else {
                    return Self.failure(of: condition, "?", at: offsets[place])
                }
                if isChosen { return arm.value(frame) }
            }
            return otherwise(frame)
        }
    }

    /// `!a`.
    mutating func not(_ operand: Code, at offset: Int) -> Code {
        if case .constant(.bool(let flag)) = operand { return .constant(.bool(!flag)) }
        let operand = operand.step
        return .step { frame in
            let value = operand(frame)
            if case .bool(let flag) = value { return .bool(!flag) }
            return Self.failure(of: value, "!", at: offset)
        }
    }
}
