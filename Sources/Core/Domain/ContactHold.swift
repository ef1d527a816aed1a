/// What may not leave until we have caught up with providers: somebody may have said stop while we were not there.
public struct ContactHold: Sendable, Equatable {
    /// Whether no contact may leave at all.
    public var isTotal: Bool
    /// Sources through which no contact may leave.
    public var sources: Set<String>

    /// A hold; without arguments nothing is held.
    public init(isTotal: Bool = false, sources: Set<String> = []) {
        self.isTotal = isTotal
        self.sources = sources
    }

    /// Whether a contact through `source` has to wait.
    public func holds(_ source: String) -> Bool { isTotal || sources.contains(source) }
}
