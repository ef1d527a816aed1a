import Core

/// Which time zones places and area codes may lie in: the two tables that come with the gate.
///
/// Built from unions: an area code or a state that is split has several zones, and a time must be right in all of them.
public struct Geography: Sendable {
    /// The tables inside the binary.
    public static let bundled = Geography(
        areaCodes: PackageResources.nanp_npa_conservative_csv,
        states: PackageResources.us_state_timezones_csv
    )

    /// One zone for each way clocks run in the 50 states.
    public static let us50 = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "America/Adak", "Pacific/Honolulu",
    ]

    /// The 50 states, and Puerto Rico, the Virgin Islands, Guam, the Northern Marianas and American Samoa.
    public static let us50AndTerritories =
        us50 + ["America/Puerto_Rico", "America/St_Thomas", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago"]

    private let areaCodes: [String: [String]]
    private let states: [String: [String]]

    /// Tables of CSV bytes: a key, then zones with `|` between them; the first line names the columns.
    init(areaCodes: [UInt8], states: [UInt8]) {
        self.areaCodes = Self.table(areaCodes)
        self.states = Self.table(states)
    }

    /// Where a North American number of E.164 may be by its area code; nil for toll-free, unknown and foreign ones.
    public func zones(forPhone number: String) -> [String]? {
        let digits = Array(number.utf8)
        guard digits.count == 12, digits.starts(with: "+1".utf8) else { return nil }
        return areaCodes[String(decoding: digits[2..<5], as: UTF8.self)]
    }

    /// The zones of a state, a territory or the District of Columbia by its two letters, in either case.
    public func zones(forState code: String) -> [String]? { states[code.uppercased()] }

    /// The codes of all states, territories and the District of Columbia, sorted.
    var stateCodes: [String] { states.keys.sorted() }

    /// Every zone of both tables, sorted.
    var allZones: [String] { Set(areaCodes.values.joined()).union(states.values.joined()).sorted() }

    private static func table(_ bytes: [UInt8]) -> [String: [String]] {
        var table: [String: [String]] = [:]
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).dropFirst() {
            let fields = line.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count >= 2 else { continue }
            let zones = fields[1].split(separator: UInt8(ascii: "|")).map { String(decoding: $0, as: UTF8.self) }
            table[String(decoding: fields[0], as: UTF8.self)] = zones
        }
        return table
    }
}

/// What holds for somebody of whom nobody knows where they are.
public enum UnknownLocation: String, Sendable, CaseIterable {
    /// A time must be right in all 50 states.
    case us50
    /// A time must be right in all states and territories.
    case us50AndTerritories = "us50+territories"
    /// No contact that depends on the time.
    case deny
}
