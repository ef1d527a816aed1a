extension Compiler {
    /// `a + b + c + …`: text is gathered in one piece, instead of copied at each `+`.
    mutating func sum(_ id: NodeID) -> Code {
        let (operands, offsets) = summands(of: id)
        let codes = operands.map { code($0) }
        let steps = codes.map(\.step)
        let arithmetic = Arithmetic(mixesNumbers: environment.dialect == .throughline)
        let step: Step = { frame in
            var total = steps[0](frame)
            if case .string(let text) = total { return Self.gather(text, steps, offsets, frame) }
            for index in 1..<steps.count {
                if case .error = total { return total }
                let value = steps[index](frame)
                if case .error = value { return value }
                total = arithmetic.apply(.add, total, value, frame.evaluation).located(at: offsets[index - 1])
            }
            return total
        }
        return codes.allSatisfy { $0.constant != nil } ? folded(step) : .step(step)
    }

    /// Text and what is added to it, which must be text too.
    private static func gather(_ first: Text, _ steps: [Step], _ offsets: [Int], _ frame: Frame) -> Value {
        withUnsafeTemporaryAllocation(of: Text.self, capacity: steps.count) { parts in
            parts.initializeElement(at: 0, to: first)
            var count = 1
            defer { parts.prefix(count).deinitialize() }
            var size = first.byteCount
            while count < steps.count {
                switch steps[count](frame) {
                case .string(let next):
                    parts.initializeElement(at: count, to: next)
                    size += next.byteCount
                    count += 1
                case let value:
                    if case .error = value { return value }
                    return Arithmetic.noOverload(.add, .string(""), value).located(at: offsets[count - 1])
                }
            }
            guard frame.evaluation.charge(copying: size) else { return .error(.budget) }
            return .string(Text(joining: UnsafeBufferPointer(parts), size: size))
        }
    }

    /// The operands of a chain of `+`, and where its signs stand.
    private func summands(of id: NodeID) -> (operands: [NodeID], offsets: [Int]) {
        var operands: [NodeID] = []
        var offsets: [Int] = []
        var id = id
        while case .binary(.add, let left, let right) = tree[id].kind {
            operands.append(right)
            offsets.append(tree[id].offset)
            id = left
        }
        return ([id] + operands.reversed(), offsets.reversed())
    }

    /// Whether a `+` has another one to its left.
    func isLongSum(_ id: NodeID) -> Bool {
        guard !isObserving, case .binary(.add, let left, _) = tree[id].kind else { return false }
        if case .binary(.add, _, _) = tree[left].kind { return true }
        return false
    }
}
