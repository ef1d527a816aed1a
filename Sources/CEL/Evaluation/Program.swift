/// What the compiler makes of an expression.
///
/// Immutable: any number of tasks may run it at once. A class, so that running it copies nothing of it.
final class Program: Sendable {
    /// The value, when it depends on nothing.
    let constant: Value?
    let layout: VariableLayout
    /// Slots of the root variables that are read.
    let slots: [Int]
    private let root: Step
    private let localCount: Int

    init(root: @escaping Step, constant: Value?, layout: VariableLayout, slots: [Int], localCount: Int) {
        self.root = root
        self.constant = constant
        self.layout = layout
        self.slots = slots
        self.localCount = localCount
    }

    /// What a step that reads no variable yields, and the units it leaves.
    static func constant(_ step: @escaping Step, fuel: Int) -> (value: Value, left: Int) {
        let program = Program(root: step, constant: nil, layout: .empty, slots: [], localCount: 0)
        var meter = Evaluation.Meter(fuel: fuel, lent: nil)
        let value = program.run(Bindings(), &meter)
        return (value, max(0, meter.fuel))
    }

    /// The value, or an error; a budget once exceeded is an error whatever `||` would make of it.
    func evaluate(_ bindings: Bindings, budget: Int) -> Value {
        if let constant { return constant }
        var meter = Evaluation.Meter(fuel: max(0, budget), lent: bindings.lent)
        return run(bindings, &meter)
    }

    /// The value, and that of every sub-expression that was reached.
    func explain(_ bindings: Bindings, budget: Int) -> (value: Value, parts: [NodeID: Value]) {
        var meter = Evaluation.Meter(fuel: max(0, budget), lent: bindings.lent, notes: [:])
        let value = run(bindings, &meter)
        return (value, meter.notes ?? [:])
    }

    @inline(__always)
    private func run(_ bindings: Bindings, _ meter: inout Evaluation.Meter) -> Value {
        withUnsafeMutablePointer(to: &meter) { meter in
            bindings.withValues(for: layout, reading: slots) { variables in
                run(variables, Evaluation(meter))
            }
        }
    }

    private func run(_ variables: UnsafePointer<Value>, _ evaluation: Evaluation) -> Value {
        let value = localCount == 0 ? withoutLocals(variables, evaluation) : withLocals(variables, evaluation)
        return evaluation.isExhausted ? .error(.budget.located(at: 0)) : value
    }

    @inline(__always)
    private func withoutLocals(_ variables: UnsafePointer<Value>, _ evaluation: Evaluation) -> Value {
        root(Frame(variables: variables, locals: UnsafeMutablePointer(mutating: variables), evaluation: evaluation))
    }

    private func withLocals(_ variables: UnsafePointer<Value>, _ evaluation: Evaluation) -> Value {
        withUnsafeTemporaryAllocation(of: Value.self, capacity: localCount) { locals in
            locals.initialize(repeating: .null)
            defer { locals.deinitialize() }
            guard let first = locals.baseAddress else { return withoutLocals(variables, evaluation) }
            return root(Frame(variables: variables, locals: first, evaluation: evaluation))
        }
    }
}
