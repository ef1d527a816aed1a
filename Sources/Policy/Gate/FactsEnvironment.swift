public import CEL
public import Core

/// What policy may know in expressions: variables and functions, the same for the gate, personas and playbooks.
///
/// Pure: the same facts and the same `now` give the same values.
public enum FactsEnvironment {
    /// The root variables.
    ///
    /// `link` is bound where a message is rendered, `event` where an event led to the question, `proposal` at the gate;
    /// one that is not bound is an error where it is reached.
    public static let variables = [
        "customer", "account", "debt", "creditor", "point", "person", "channel", "step", "template", "event",
        "campaign", "proposal", "persona", "link", "now",
    ]

    /// `events attempts fact since last local_hours in_window located consent consented inbound reply_once_same_medium
    /// opt_out_confirmation_once stands reported flagged address_is_wrong purpose_in recipient_in`.
    public static let library = Library(FactsLibrary.functions)

    /// Compiles what rules of the gate ask: a field that there is not is an error.
    public static let environment = common.narrowed(to: FactsTypes.all(isOpen: false))

    /// Compiles the questions and templates of a plan, in which ``ExpressionLint`` looks for fields that there are not.
    static let planEnvironment = common.narrowed(to: FactsTypes.all(isOpen: true))

    /// What both have in common, so that both use the same bindings.
    private static let common = Environment(variables: variables, libraries: [.standard, .text, library])

    /// What `since` says of an event that never came: a hundred years.
    public static let never = TimeSpan.days(36_525)

    /// Values for one customer and account at one moment.
    ///
    /// `zones` are where the customer may be, the home zone first; without them dates are those of UTC and
    /// `local_hours()` is empty.
    public static func bindings(
        facts: CustomerFacts,
        account: AccountKey?,
        proposal: Proposal? = nil,
        persona: String = "",
        event: Event? = nil,
        now: Timestamp,
        zones: [Zone] = []
    ) -> Bindings {
        let queries = FactsQueries(
            facts: facts,
            proposal: proposal,
            account: account,
            now: now,
            zones: zones,
            isLocated: !zones.isEmpty,
            seen: nil
        )
        var bindings = bindings(queries)
        bindings["persona"] = Value(persona)
        bindings["event"] = event.map { FactsValues.event($0) }
        return bindings
    }

    /// Values for what a rule of the gate asks.
    static func bindings(_ queries: FactsQueries) -> Bindings {
        var bindings = common.bindings()
        bindings.context = queries
        bindings["now"] = Value(queries.now)
        bindings["customer"] = FactsValues.customer(queries.facts)
        if let key = queries.account {
            let account = FactsValues.account(queries.facts.accounts[key] ?? Account(key: key), queries)
            bindings["account"] = account
            bindings["debt"] = account
            bindings["creditor"] = .map(ValueMap([("id", Value(key.creditor))]))
        }
        if let proposal = queries.proposal { bind(proposal, to: &bindings) }
        return bindings
    }

    private static func bind(_ proposal: Proposal, to bindings: inout Bindings) {
        bindings["proposal"] = FactsValues.proposal(proposal)
        bindings["channel"] = .map(ValueMap([("name", Value(proposal.channel.counted.rawValue))]))
        bindings["point"] = .map(ValueMap([("value", Value(proposal.address ?? ""))]))
        bindings["person"] = .map(ValueMap([("role", Value(kindOfRecipient(proposal.recipient)))]))
        bindings["template"] = .map(ValueMap([("name", Value(proposal.template ?? ""))]))
        bindings["creditor"] = .map(ValueMap([("id", Value(proposal.creditor)), ("actor", Value(proposal.actor))]))
    }
}
