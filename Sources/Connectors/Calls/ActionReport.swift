public import Core

/// What became of an action, and the last reply to it.
public struct ActionReport: Sendable {
    /// What became of it.
    public var outcome: ActionOutcome
    /// The last reply, up to ``CallLimits/keptBodyBytes``; nil when none came.
    ///
    /// Of an action that fell back that of the last; never that of a lookup or of a request for a token.
    public var reply: HTTPReply?

    /// A report.
    public init(outcome: ActionOutcome, reply: HTTPReply? = nil) {
        self.outcome = outcome
        self.reply = reply
    }
}
