import Synchronization

/// Numbers for `/metrics` that only grow, by name and label.
public final class Counters: Sendable {
    /// A name and its label, such as `source="crm",result="accepted"`.
    public struct Key: Hashable, Comparable, Sendable {
        /// The metric's name without prefix.
        public let name: String
        /// The labels as Prometheus writes them.
        public let labels: String

        /// By name, then labels.
        public static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }
    }

    private let values = Mutex<[Key: Int64]>([:])

    /// All at zero.
    public init() {}

    /// Adds to a counter.
    ///
    /// `labels` are from a closed set: never an address or an id.
    public func add(_ count: Int64 = 1, to name: String, _ labels: String = "") {
        values.withLock { $0[Key(name: name, labels: labels), default: 0] &+= count }
    }

    /// All counters in order.
    public var all: [(key: Key, value: Int64)] {
        values.withLock { $0.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) } }
    }
}
