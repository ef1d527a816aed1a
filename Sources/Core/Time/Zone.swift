/// A time zone of the IANA database: what clocks in some place show at any instant.
///
/// Equal by name.
public struct Zone: Sendable, Hashable {
    /// Coordinated Universal Time.
    public static let utc = Zone(
        name: "UTC",
        rules: ZoneRules(changes: [], types: [], first: LocalTimeType(offset: 0, abbreviation: "UTC"), tail: nil)
    )

    /// The name in the database, such as `America/New_York`.
    public let name: String
    let rules: ZoneRules

    /// A zone of the rules in a TZif file (RFC 9636); nil when the bytes are malformed or count leap seconds.
    public init?(name: String, tzif bytes: [UInt8]) {
        guard let rules = ZoneRules.parse(bytes) else { return nil }
        self.init(name: name, rules: rules)
    }

    private init(name: String, rules: ZoneRules) {
        self.name = name
        self.rules = rules
    }

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Timestamp) -> Int { rules.offset(at: instant.seconds) }

    /// What the time is called at an instant, such as `EST`.
    public func abbreviation(at instant: Timestamp) -> String {
        rules.type(at: instant.seconds).abbreviation
    }

    /// Equal when the names are.
    public static func == (left: Zone, right: Zone) -> Bool { left.name.hasSameBytes(as: right.name) }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(ByteKey(name)) }
}
