import Core

/// The right to send one delivery now, granted in the transaction that wrote the ledger.
///
/// Only ``PermitOffice`` makes one.
struct Permit: Sendable {
    /// The delivery, dispatching, with its input as it will leave.
    let delivery: Delivery
    /// The last moment at which its first byte may leave.
    let deadline: ContinuousClock.Instant
}
