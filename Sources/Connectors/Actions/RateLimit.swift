import CEL
public import Core

/// A bound on calls.
public struct RateLimit: Sendable, Equatable {
    /// So many calls.
    public let count: Int
    /// The time they are counted within.
    public let period: TimeSpan
    /// Calls that may go at once.
    public let burst: Int
    /// The header of a reply that says how many calls are left, in lower case.
    public let remainingHeader: String?
    /// The header of a reply that says when calls are free again, in lower case: seconds, or a moment.
    public let resetHeader: String?
    /// The header of a reply that says how much of a day's quota is used, in lower case.
    public let dailyQuotaHeader: String?
    let per: RateKey?
}

/// What calls are counted by.
struct RateKey: Sendable, Equatable {
    let expression: Expression

    static func == (left: RateKey, right: RateKey) -> Bool {
        left.expression.source.text.hasSameBytes(as: right.expression.source.text)
    }
}

extension Action {
    /// What calls are counted by for ``rateLimit``: calls with the same key share it.
    ///
    /// Empty when all calls do.
    public func rateKey(_ request: ActionRequest) throws(ReadFailure) -> String {
        guard let per = rateLimit?.per?.expression else { return "" }
        return try per.read(bindings(for: request)).word ?? ""
    }
}
