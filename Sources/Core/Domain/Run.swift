/// One account's passage through a playbook.
public struct Run: Sendable {
    /// What a run waits for.
    public enum Waiting: Sendable, Equatable {
        /// Nothing: its next step is due at ``Run/wake``.
        case step
        /// The outcome of a delivery.
        case delivery(String)
        /// One of these events, until ``Run/wake``.
        case events([String])
        /// Its delay before the step is over at ``Run/wake``.
        case delay
    }

    /// Random.
    public let id: String
    /// The playbook's name.
    public let playbook: String
    /// The playbook's version when it was entered.
    public let version: Int
    /// Whom it concerns.
    public var customer: String
    /// The account it is about.
    public let account: AccountKey
    /// The persona it was entered with.
    public let persona: String
    /// The step it stands at.
    public var step: String
    /// What it waits for.
    public var waiting: Waiting
    /// When it is looked at again; nil while only an event or an outcome can move it.
    public var wake: Timestamp?
    /// When it began.
    public let entered: Timestamp
    /// Why it ended: goal, exit, exhausted, stopped, replaced.
    ///
    /// Nil while it goes on.
    public var ended: String?
    /// What steps left behind: `link`.
    public var memory: JSONObject

    /// A run at the beginning of its first step.
    public init(
        id: String,
        playbook: String,
        version: Int,
        customer: String,
        account: AccountKey,
        persona: String,
        step: String,
        entered: Timestamp
    ) {
        self.id = id
        self.playbook = playbook
        self.version = version
        self.customer = customer
        self.account = account
        self.persona = persona
        self.step = step
        self.entered = entered
        waiting = .step
        wake = entered
        memory = [:]
    }
}
