/// What other engines needed for the expressions of `Tests/Data/cel_bench.json`, in its order.
///
/// Nanoseconds for one evaluation, measured 2026-08 on the machine of the project's CEL study (section 4): cel-go d9ae4c8 with
/// Go 1.27 on native maps; cel-cpp by the wheel cel-expr-python, amortised in a loop inside one evaluation, within 20 %.
struct CELReference {
    /// A short name for tables.
    let name: String
    /// cel-go as it comes.
    let plain: Double
    /// cel-go with its optimiser: what we are held against.
    let optimised: Double
    /// cel-go with a cost limit and an interrupt check: what a gateway would have to run.
    let limited: Double
    /// cel-cpp, which tells how fast that machine was beside this one.
    let celCPP: Double

    static let all = [
        CELReference("two conditions", 382, 205, 1885, 622),
        CELReference("field / 100", 183, 142, 1122, 397),
        CELReference("has() ? field : ''", 181, 200, 568, 271),
        CELReference("map to maps (5)", 8681, 6904, 11374, 3116),
        CELReference("filter and map (5)", 4752, 3373, 7217, 1309),
        CELReference("five optional fields", 105, 100, 1152, 520),
        CELReference("four strings joined", 882, 815, 3635, 717),
        CELReference("e-mail pattern", 9638, 678, 11816, 10716),
        CELReference("time difference", 775, 599, 1772, 501),
        CELReference("local hour, twice", 36067, 35665, 40304, 756),
        CELReference("four-field map", 5847, 5076, 11888, 2245),
        CELReference("two limits", 210, 187, 1383, 307),
    ]

    private init(_ name: String, _ plain: Double, _ optimised: Double, _ limited: Double, _ celCPP: Double) {
        self.name = name
        self.plain = plain
        self.optimised = optimised
        self.limited = limited
        self.celCPP = celCPP
    }
}
