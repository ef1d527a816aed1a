/// The state of one evaluation: root variables by slot, local variables by depth, and the budget.
///
/// Three pointers, so that it travels in registers; valid for one call of ``Program/evaluate(_:budget:)``.
struct Frame {
    /// Values of the environment's variables, each an error where the host bound none.
    let variables: UnsafePointer<Value>
    /// Comprehension variables and `cel.bind` names.
    ///
    /// Each has its own place, given when the expression is compiled.
    let locals: UnsafeMutablePointer<Value>
    /// Budget and context.
    let evaluation: Evaluation
}

/// A compiled piece of an expression.
typealias Step = @Sendable (Frame) -> Value
