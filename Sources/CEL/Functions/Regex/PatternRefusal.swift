/// Why a text is no pattern, or none that is taken.
struct PatternRefusal: Error {
    /// Quotes nothing, so that it is safe to log.
    let reason: String
    /// May quote the pattern: for patterns that stand in the expression.
    let message: String
    /// Instructions that were made in vain, to be paid for like others.
    let size: Int

    /// A refusal; without a message of its own the reason is shown.
    init(_ reason: String, quoting message: String? = nil, size: Int = 0) {
        self.reason = reason
        self.message = message ?? reason
        self.size = size
    }
}
