import Core
import Store

/// One turn of work: a transaction, the instant it happens at, and what the daemon was told to be.
struct Turn {
    let configuration: Configuration
    let ids: IDSource
    let tx: any StoreTransaction
    let now: Timestamp
    private let ticker: Ticker
    private let known = KnownFacts()

    init(configuration: Configuration, ids: IDSource, tx: any StoreTransaction, now: Timestamp) {
        self.configuration = configuration
        self.ids = ids
        self.tx = tx
        self.now = now
        ticker = Ticker(now)
    }

    /// What is known about a customer, folded once per turn: what the turn itself decides is no new fact.
    func facts(of customer: String) throws(StoreError) -> CustomerFacts {
        if let facts = known.facts[customer] { return facts }
        let facts = try tx.facts(of: customer)
        known.facts[customer] = facts
        return facts
    }

    /// An instant for the next event of ours, behind those before it.
    func nextTime() -> Timestamp { ticker.next() }
}

/// The facts a turn has folded already.
private final class KnownFacts {
    var facts: [String: CustomerFacts] = [:]
}
