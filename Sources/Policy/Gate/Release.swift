import Core

/// When a contact may leave, if nothing else happens.
enum Release: Equatable {
    case now
    case at(Timestamp)
    /// Only a new fact tells when.
    case newFact
    /// A rule denies.
    case denied
    /// There is no such time, and why.
    case never(String)

    /// How far ahead a lawful moment is looked for.
    private static let horizonInDays: Int64 = 400
    /// How often all rules are asked again at the instant the last ruling named.
    private static let stepLimit = 64

    /// The first instant at which no rule fires: goes from each ruling to the instant at which the last of its rules
    /// ends, and asks all rules again there.
    static func search(_ rules: [Rule], _ inquiry: Inquiry, from now: Timestamp, _ first: Ruling) -> Release {
        let limit = now.adding(.days(horizonInDays))
        var instant = now
        var hold = first.hold
        for _ in 0..<stepLimit {
            switch hold {
            case .none: return instant == now ? .now : .at(instant)
            case .newFact: return .newFact
            case .denied(let rule): return instant == now ? .denied : .never("From \(instant) on \(rule) denies.")
            case .until(let next):
                guard next > instant, next <= limit else { return .never(tooFar) }
                instant = next
                hold = Ruling(of: rules, at: Moment(inquiry, at: instant)).hold
            }
        }
        return .never("The rules never all pass at one time within \(stepLimit) steps.")
    }

    private static let tooFar = "The rules never all pass at one time within \(horizonInDays) days."
}
