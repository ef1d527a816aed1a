/// The state of one evaluation: root variables by slot, local variables by depth, and the budget.
struct Frame {
    /// Values of the environment's variables; nil where the host bound none.
    let variables: [Value?]
    /// Comprehension variables and `cel.bind` names.
    ///
    /// Each has its own place, given when the expression is compiled.
    var locals: [Value]
    /// Budget and context.
    let evaluation: Evaluation
}

/// A compiled piece of an expression.
typealias Step = @Sendable (inout Frame) -> Value
