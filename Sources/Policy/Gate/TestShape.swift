import Core
import YAML

extension Shape {
    static let test = Shape(
        "test",
        "When a rule fires: one of these.",
        [
            .optional("window", .mapping(window), "Outside these hours."),
            .optional("cap", .mapping(cap), "Once there were so many contacts."),
            .optional("cooldown", .mapping(cooldown), "Too soon after another contact."),
            .optional("block", .mapping(block), "While this holds."),
            .optional("require", .mapping(require), "Unless one of these holds."),
            .optional("content", .mapping(content), "Unless the message says what it must."),
        ],
        conditions: [.exactlyOne(["window", "cap", "cooldown", "block", "require", "content"])]
    )

    private static let window = Shape(
        "hours",
        "Hours of the day, on the clock of every place where the person may be.",
        [
            .optional("zone", .words(["all_candidates"]), "Wherever the person may be, in all places at once."),
            .optional("fixed", .text(like: "America/New_York"), "In one zone."),
            .required("open", .text(like: "08:00"), "From when on."),
            .required("close", .text(like: "21:00"), "Until when, this moment not included."),
            .optional("days", .list(.words(Weekday.names)), "On which days; all unless given."),
        ],
        conditions: [.exactlyOne(["zone", "fixed"])]
    )

    private static let cap = Shape(
        "cap",
        "So many contacts in a time.",
        [
            .required("count", .mapping(selector), "Which contacts count."),
            .required("per", countKeys, "For whom or what they are counted."),
            .required("max", .whole(1...100_000), "How many there may be."),
            .required("window", .mapping(span), "In which time."),
        ]
    )

    private static let cooldown = Shape(
        "cooldown",
        "A rest after a contact.",
        [
            .required("after", .mapping(selector), "After which contacts."),
            .required("per", countKeys, "For whom or what."),
        ] + spanKeys
    )

    private static let countKeys = Form.list(.cases(of: CountKey.self), atLeast: 1)

    private static let span = Shape("span", "How far back is counted.", spanKeys)

    private static let spanKeys: [KeyShape] = [
        .optional("days", .whole(1...400), "So many days."),
        .optional("minutes", .whole(1...400 * 24 * 60), "So many minutes."),
        .optional("kind", .words(MappingReader.windowKinds), "How days are told apart; `calendar` unless given."),
        .optional("first_day", .words(["event", "next"]), "Whether the day of the contact is the first."),
    ]

    private static let block = Shape(
        "block",
        "While something holds.",
        [.required("while", .expression(like: "fact(\"bankruptcy\")"), "What.")]
    )

    private static let require = Shape(
        "require",
        "Unless something holds.",
        [.required("any_of", .list(.expression(like: "consent(\"sms\") == \"express\""), atLeast: 1), "One of these.")]
    )

    private static let content = Shape(
        "content",
        "What a message must say.",
        [
            .optional("must", .list(.text(like: "STOP")), "It must say."),
            .optional("must_not", .list(.text(like: "arrest")), "It must not say."),
        ]
    )

    private static let selector = Shape(
        "selector",
        "Which contacts count.",
        [
            .optional("dir", .words(["out", "in", "any"]), "Who made them."),
            .optional("channels", channels, "On which channels."),
            .optional("modes", .list(.words(RuleWords.modes)), "How calls were placed."),
            .optional("outcome", .either([.mapping(outcomes), .mapping(otherOutcomes)]), "How they ended."),
            .optional("placed_by", .words(["self"]), "Ours only."),
            .optional("to_line", .list(.words(RuleWords.lines)), "To which kinds of lines."),
            .optional("not_reply", .flag, "Answers do not count."),
            .optional(
                "exclude",
                .list(.text(like: "misdirected")),
                "`misdirected`, `consent(KIND)` or `recipient(WHO, …)`."
            ),
        ]
    )

    private static let outcomes = Shape(
        "outcomes",
        "Contacts that ended so.",
        [.optional("in", .list(.words(RuleWords.outcomes), atLeast: 1), "One of these.")],
        conditions: [.exactlyOne(["in"])]
    )

    private static let otherOutcomes = Shape(
        "other_outcomes",
        "Contacts that ended otherwise.",
        [.optional("not_in", .list(.words(RuleWords.outcomes), atLeast: 1), "None of these.")],
        conditions: [.exactlyOne(["not_in"])]
    )
}
