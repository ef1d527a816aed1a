import Synchronization

/// The value in force, replaced whole: what a reload changes while the daemon runs.
///
/// A piece of work reads it once and keeps what it read, so that it ends by the version it began with.
public final class Current<Value: Sendable>: Sendable {
    private let held: Mutex<Value>

    /// `value` is in force.
    public init(_ value: Value) {
        held = Mutex(value)
    }

    /// The value in force now.
    public var value: Value { held.withLock(\.self) }

    /// Puts another value in force.
    public func replace(_ value: Value) {
        held.withLock { $0 = value }
    }
}
