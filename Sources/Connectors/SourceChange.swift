extension Source {
    /// Whether both were given the same secrets.
    public func hasSameSecrets(as other: Source) -> Bool { secrets == other.secrets }
}
