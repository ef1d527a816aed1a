public import Core

extension HTTPReply {
    /// When the provider says that it answered (RFC 9110, section 6.6.1); nil when it does not.
    public var date: Timestamp? {
        headers.first { $0.name.lowercased().hasSameBytes(as: "date") }.flatMap { RetryAfter.date($0.value) }
    }
}
