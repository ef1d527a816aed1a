/// Why bytes are no XML, or none that we take.
struct XMLFailure: Error, Equatable {
    /// One sentence without data.
    let reason: String
    /// Bytes before the place.
    let offset: Int
}
