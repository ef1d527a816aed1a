import CEL
import Core

/// A question in the expression language, answered with true or false.
struct Predicate: Sendable {
    let expression: Expression

    /// What a predicate says.
    enum Answer: Equatable {
        case yes
        case no
        /// It could not be evaluated, and why. Names no data.
        case failed(String)
    }

    func answer(_ bindings: Bindings) -> Answer {
        switch expression.evaluate(bindings) {
        case .bool(true): .yes
        case .bool(false): .no
        case .error(let error): .failed(expression.diagnostic(for: error).rendered)
        case let other: .failed("`\(expression.source.text)` is \(other.typeName), not true or false")
        }
    }
}

extension [Predicate] {
    /// Yes when one holds, whatever fails beside it; otherwise the first failure.
    func anyHolds(_ bindings: Bindings) -> Predicate.Answer {
        var worst = Predicate.Answer.no
        for predicate in self {
            switch predicate.answer(bindings) {
            case .yes: return .yes
            case .failed(let why) where worst == .no: worst = .failed(why)
            default: break
            }
        }
        return worst
    }
}
