import Core
public import YAML

extension Shape {
    /// `policy`.
    public static let policy = Shape(
        "policy",
        "What may be done: the rules every contact passes when it is planned and when it is sent.",
        [
            .optional("packs", .list(.words(RulePack.names)), "Rules that come with the gate."),
            .optional("rules", .list(.mapping(rule)), "Rules of this house."),
            .optional(
                "unknown_location",
                .cases(of: UnknownLocation.self),
                "Where a person is who may be anywhere; `us50` unless given."
            ),
            .optional("zoneinfo", .text(like: "/usr/share/zoneinfo"), "The folder of the time zone data."),
        ]
    )

    static let rule = Shape(
        "rule",
        "When a contact may not be made.",
        [
            .required("id", .text(like: "HOUSE-QUIET"), "Its name in decisions."),
            .optional("title", .text(like: "Quiet Sundays"), "A short name for a person."),
            .required("explain", .text(like: "Nobody is contacted on Sundays."), "The rule in a sentence."),
            .optional("citation", .list(.text(like: "12 CFR 1006.6(b)(1)")), "Where it stands."),
            .optional("authority", .cases(of: Rule.Authority.self), "Whose rule it is; `policy` unless given."),
            .optional("verified", .mapping(verification), "Who has compared it with its source."),
            .optional("effective", .mapping(effective), "When it is in force."),
            .optional("jurisdiction", .mapping(jurisdiction), "Where it is in force."),
            .optional("actors", .list(.words(Creditor.actors)), "Whom it binds; everybody unless given."),
            .optional("applies", .mapping(scope), "Which contacts it is about; all unless given."),
            .required("test", .mapping(test), "When it fires."),
            .optional("on_missing", .mapping(missing), "What is assumed where a fact is missing."),
            .required("outcome", .cases(of: Rule.Outcome.self), "What follows when it fires."),
            .optional("evidence", .list(.words(RuleWords.evidence)), "What the decision tells besides."),
        ]
    )

    private static let verification = Shape(
        "verification",
        "Who has compared a rule with its source.",
        [
            .optional("on", date, "When."), .optional("by", .text(like: "counsel"), "Who."),
            .optional("note", .text(like: "Text read."), "What there is to say."),
        ]
    )

    private static let effective = Shape(
        "effective",
        "When a rule is in force.",
        [.optional("from", date, "The first day."), .optional("to", date, "The last day.")]
    )

    private static let date = Form.text(like: "2026-09-01", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

    private static let jurisdiction = Shape(
        "jurisdiction",
        "Where a rule is in force.",
        [
            .optional("country", .words(["US"]), "The country."),
            .optional("state", .words(Geography.bundled.stateCodes), "The state."),
            .optional("locality", .text(like: "NYC"), "The city or county."),
        ],
        conditions: [.pair("locality", needs: "state")]
    )

    private static let scope = Shape(
        "scope",
        "Which contacts a rule is about.",
        [
            .optional("actions", .list(.words(RuleWords.actions)), "What is done."),
            .optional("channels", channels, "On which channels."),
            .optional("modes", .list(.words(RuleWords.modes)), "How calls are placed."),
            .optional("recipients", .list(.words(RuleWords.recipients)), "To whom."),
            .optional("lines", .list(.words(RuleWords.lines)), "To which kinds of lines."),
            .optional(
                "unless",
                .list(.either([.expression(like: "recipient_in([\"attorney\"])"), .mapping(exemption)])),
                "What is exempt."
            ),
        ]
    )

    static let channels = Form.either([.words(["any"]), .list(.words(Channel.contacts.map(\.rawValue)))])

    private static let exemption = Shape(
        "exemption",
        "Contacts of a purpose, or to somebody, that are exempt.",
        [
            .optional("purpose_in", .list(.text(like: "receipt"), atLeast: 1), "Purposes."),
            .optional("recipient_in", .list(.words(RuleWords.recipients), atLeast: 1), "People."),
        ],
        conditions: [.exactlyOne(["purpose_in", "recipient_in"])]
    )

    private static let missing = Shape(
        "on_missing",
        "What is assumed where a fact is missing: `deny`, `defer`, `us50`, `all_debts` or `treat_as(…)`.",
        RuleWords.missingFacts.map { .optional($0, .text(like: "treat_as(connected)"), "Where the \($0) is missing.") }
    )
}
