/// A provider's answer to a poll as it stands in the journal: beside the requests we were sent, and told from them by
/// its method, which no HTTP request has.
extension RawWebhook {
    private static let pollMethod = "POLL"
    private static let pollScheme = "poll:"

    /// The answer to the poll called `poll`.
    public static func reply(to poll: String, source: String, body: [UInt8], received: Timestamp) -> RawWebhook {
        RawWebhook(
            source: source,
            method: pollMethod,
            url: pollScheme + poll,
            headers: [],
            body: body,
            received: received
        )
    }

    /// The name of the poll that this is an answer to; nil for anything else.
    public var poll: String? {
        guard method == Self.pollMethod, url.hasPrefix(Self.pollScheme) else { return nil }
        return String(url.dropFirst(Self.pollScheme.count))
    }
}
