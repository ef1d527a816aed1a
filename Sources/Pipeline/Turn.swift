import Core
import Store

/// One turn of work: a transaction, the instant it happens at, and what the daemon was told to be.
struct Turn {
    let configuration: Configuration
    let ids: IDSource
    let tx: any StoreTransaction
    let now: Timestamp
    private let ticker: Ticker

    init(configuration: Configuration, ids: IDSource, tx: any StoreTransaction, now: Timestamp) {
        self.configuration = configuration
        self.ids = ids
        self.tx = tx
        self.now = now
        ticker = Ticker(now)
    }

    /// An instant for the next event of ours, behind those before it.
    func nextTime() -> Timestamp { ticker.next() }
}
