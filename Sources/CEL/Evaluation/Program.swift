/// What the compiler makes of an expression.
struct Program: Sendable {
    let root: Step
    let constant: Value?
    let layout: VariableLayout
    /// Slots of the root variables that are read.
    let slots: [Int]
    let localCount: Int

    func evaluate(_ bindings: Bindings, budget: Int) -> Value {
        if let constant { return constant }
        let evaluation = Evaluation(fuel: max(0, budget), context: bindings.context)
        var frame = Frame(
            variables: bindings.values(for: layout, reading: slots),
            locals: localCount == 0 ? [] : Array(repeating: .null, count: localCount),
            evaluation: evaluation
        )
        let value = root(&frame)
        return evaluation.isExhausted ? .error(.budget.located(at: 0)) : value
    }
}
