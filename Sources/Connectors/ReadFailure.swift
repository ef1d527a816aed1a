import CEL
import Core

/// Why a request, an item or an action could not be read or rendered: which expression or rule, never the payload.
public struct ReadFailure: Error, Sendable, Equatable {
    /// One sentence, safe to show.
    public let reason: String

    /// A failure.
    public init(reason: String) {
        self.reason = reason
    }

    /// The failure of an authored text: its file and line, and what the evaluator says.
    init(_ error: EvaluationError, in source: SourceText) {
        self.init(error.message, in: source)
    }

    /// The failure of an authored text: its file and line, and a reason.
    init(_ reason: String, in source: SourceText) {
        self.reason = "\(source.file.name):\(source.place(at: 0).line): \(reason)"
    }
}

extension EvaluationError {
    /// Whether the expression asked for something that is not there.
    ///
    /// A `when` that fails so is false.
    var isMissingField: Bool {
        switch kind {
        case .noSuchKey, .outOfRange: true
        case .noSuchOverload: message.contains("a value of type null has no")
        default: false
        }
    }
}
