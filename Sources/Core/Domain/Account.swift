/// One debt or receivable of a customer, folded from its events.
public struct Account: Sendable {
    /// Whose it is and the creditor's reference.
    public let key: AccountKey
    /// What is owed, in minor units of ``currency``.
    ///
    /// Never negative.
    public var balance: Int64
    /// ISO 4217.
    public var currency: String
    /// The date the oldest unpaid part was due.
    public var oldestDue: CivilDate?
    /// When it was given to us.
    public var placedAt: Timestamp?
    /// Set while the account is over: `paid`, `settled`, `recalled`.
    public var ended: String?
    /// Names such as `hardship`, `attorney_represented`, `disputed`.
    public var flags: Set<String> = []

    /// An account of which only the key is known.
    public init(key: AccountKey) {
        self.key = key
        balance = 0
        currency = "USD"
    }

    /// Whole days since the oldest unpaid part was due; 0 when nothing is due yet.
    public func daysPastDue(on today: CivilDate) -> Int64 {
        oldestDue.map { max(0, today.day - $0.day) } ?? 0
    }
}
