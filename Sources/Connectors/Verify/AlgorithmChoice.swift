import CEL
import Core

/// One algorithm, or one of a closed list that the request names.
enum AlgorithmChoice<Algorithm: Sendable>: Sendable {
    case fixed(Algorithm)
    case selected(by: Expression, from: [ByteKey: Algorithm])

    /// The algorithm; nil when the request names none of the list.
    func algorithm(_ bindings: Bindings) -> Algorithm? {
        switch self {
        case .fixed(let algorithm): algorithm
        case .selected(let name, let algorithms): name.result(bindings).word.flatMap { algorithms[ByteKey($0)] }
        }
    }

    /// All it may be.
    var all: [Algorithm] {
        switch self {
        case .fixed(let algorithm): [algorithm]
        case .selected(_, let algorithms): algorithms.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// What chooses among them.
    var selector: Expression? {
        if case .selected(let name, _) = self { name } else { nil }
    }
}
