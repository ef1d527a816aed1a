import Connectors
import Core

/// What the halves of one daemon share: what is in force, what wakes whom, and what they know of providers.
struct Parts: Sendable {
    let inForce: InForce
    let counters = Counters()
    /// One for all, so that a provider's access token is fetched once.
    let caller: ActionCaller
    let catchUp: CatchUp
    let reading = Nudge()
    let sending = Nudge()
    let enriching = Nudge()

    init(_ daemon: Daemon) {
        catchUp = daemon.catchUp
        caller = ActionCaller(transport: daemon.transport, clock: daemon.clock)
        inForce = InForce(daemon.settings) { [catchUp] in catchUp.hold }
    }

    /// There may be something to read.
    var onAppend: @Sendable () -> Void { { [reading] in reading.ring() } }
    /// There may be something to send.
    var onDeliveries: @Sendable () -> Void { { [sending] in sending.ring() } }
}
