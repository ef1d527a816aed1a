public import Core
public import Pipeline
public import Store

/// What the routes reach: the rooms below, made in one place and handed in.
public struct Gateway: Sendable {
    /// Takes webhooks.
    public let intake: Intake
    /// Takes events in our own vocabulary.
    public let events: CanonicalEvents
    /// Carries out API triggers.
    public let triggers: Triggers
    /// Everything stored.
    public let store: any EventStore
    /// The time of day.
    public let clock: any WallClock
    /// Numbers for `/metrics`.
    public let counters: Counters
    /// How the world reaches us.
    public let publicURL: PublicURL
    /// Keys that may use `/v1`.
    ///
    /// None: everybody who reaches the port, which must then be loopback.
    public let keys: [Secret]
    /// Most bytes of a request body.
    public let maxBody: Int

    /// A gateway of its parts.
    public init(
        intake: Intake,
        events: CanonicalEvents,
        triggers: Triggers,
        store: any EventStore,
        clock: any WallClock,
        counters: Counters,
        publicURL: PublicURL,
        keys: [Secret],
        maxBody: Int
    ) {
        self.intake = intake
        self.events = events
        self.triggers = triggers
        self.store = store
        self.clock = clock
        self.counters = counters
        self.publicURL = publicURL
        self.keys = keys
        self.maxBody = maxBody
    }
}
