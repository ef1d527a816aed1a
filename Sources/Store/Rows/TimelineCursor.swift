public import Core

/// A place in a timeline: behind the event with this time, source and id.
public struct TimelineCursor: Sendable, Equatable {
    /// The event's time.
    public let time: Timestamp
    /// The event's source.
    public let source: String
    /// The event's id.
    public let id: String

    /// Behind an event.
    public init(_ event: Event) {
        time = event.time
        source = event.source
        id = event.id
    }

    /// Reads the text a page gave out; nil when it is not one.
    public init?(_ text: String) {
        guard let bytes = Base64.decode(text), let json = try? JSON.parse(bytes), let parts = json.array,
            parts.count == 3, let time = parts[0].int, let source = parts[1].string, let id = parts[2].string
        else { return nil }
        self.time = Timestamp(microseconds: time)
        self.source = source
        self.id = id
    }

    /// The cursor as opaque text.
    public var text: String {
        Base64.encode(JSON.array([.int(time.microseconds), .string(source), .string(id)]).bytes, urlSafe: true)
    }
}
