import CEL
import Core

/// Why the sandbox cannot do what its definition says: which expression, never the payload.
struct SandboxFailure: Error, Sendable {
    /// One sentence, safe to show.
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    /// The failure of an authored text: its file and line, and a reason.
    init(_ reason: String, in source: SourceText, offset: Int = 0) {
        self.reason = "\(source.file.name):\(source.place(at: offset).line): \(reason)"
    }

    init(_ error: EvaluationError, in source: SourceText) {
        self.init(error.message, in: source, offset: max(0, error.offset))
    }
}
