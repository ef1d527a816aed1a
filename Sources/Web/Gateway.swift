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
    /// Takes in again what was refused or could not be read.
    public let readmission: Readmission
    /// Everything stored.
    public let store: any EventStore
    /// The time of day.
    public let clock: any WallClock
    /// Numbers for `/metrics`.
    public let counters: Counters
    /// What is in force; each request goes by what it found when it came.
    public let configuration: Current<Configuration>
    /// How something else is put in force.
    public let reloading: Reloading
    /// Takes the address once it is bound.
    public let bound: BoundURL
    /// Takes files in; nil where none are taken.
    public var imports: FileImports?

    /// A gateway of its parts.
    public init(
        intake: Intake,
        events: CanonicalEvents,
        triggers: Triggers,
        readmission: Readmission,
        store: any EventStore,
        clock: any WallClock,
        counters: Counters,
        configuration: Current<Configuration>,
        reloading: Reloading,
        bound: BoundURL
    ) {
        self.intake = intake
        self.events = events
        self.triggers = triggers
        self.readmission = readmission
        self.store = store
        self.clock = clock
        self.counters = counters
        self.configuration = configuration
        self.reloading = reloading
        self.bound = bound
    }
}
