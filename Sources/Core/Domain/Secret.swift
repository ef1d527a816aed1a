/// A value that must never be printed.
///
/// Its description says only that it is one.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// Hides a value.
    public init(_ value: String) {
        self.value = value
    }

    /// Gives the value to the one place that needs it.
    public func reveal() -> String { value }

    /// `***`.
    public var description: String { "***" }
    /// `***`.
    public var debugDescription: String { "***" }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The active versions of a source's secrets by name; every version is tried.
public struct SecretSet: Sendable, Equatable {
    private let versions: [String: [Secret]]

    /// Secrets by name.
    public init(_ versions: [String: [Secret]] = [:]) {
        self.versions = versions
    }

    /// The active versions of a secret, newest first; empty when there is none.
    public subscript(name: String) -> [Secret] { versions[name] ?? [] }

    /// The names that have a value.
    public var names: [String] { versions.keys.sorted() }
}
