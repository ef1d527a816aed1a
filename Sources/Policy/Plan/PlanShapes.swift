import Core
public import YAML

/// What may stand in the parts of a configuration that say whom we help how.
extension Shape {
    /// `personas`.
    public static let personas = Shape(
        "personas",
        "How we decide what kind of help a person wants: the first rule that holds wins.",
        [
            .required("default", .text(like: "quick_resolve"), "What a person is when no rule holds."),
            .optional("rules", .list(.mapping(personaRule)), "Rules in order."),
        ]
    )

    private static let personaRule = Shape(
        "persona_rule",
        "What a person is when this holds.",
        [
            .required("id", .text(like: "talks_to_us"), "The name of the rule."),
            .required(
                "persona",
                .text(like: "voice_preferred"),
                "The persona; `@declared`: the channel the person asked for."
            ),
            .required("when", .expression(like: "events(\"call.conversation\", \"365d\") >= 1"), "When it holds."),
            .required("explain", .text(like: "Has talked with us within a year."), "Why, for a person."),
            .optional("evidence", .list(.words(Vocabulary.names.sorted())), "The events it looks at."),
        ]
    )

    /// `routing`.
    public static let routing = Shape(
        "routing",
        "Which channel first, when more than one is lawful.",
        [
            .optional(
                "base",
                .named(like: "quick_resolve", .named(like: "sms", .whole(0...1000))),
                "A score for each persona and channel; the highest first, 0 never."
            )
        ]
    )

    /// An entry of `templates`.
    public static let template = Shape(
        "template",
        "The words of a message.",
        [
            .optional("version", .whole(1...1_000_000), "Kept with every contact made from it."),
            .required("channel", .words(MessageTemplate.channels), "The channel it is written for."),
            .required("text", .template(like: "${customer.first_name}, hello"), "The body."),
        ],
        by: "channel",
        variants: [
            Variant(["email"], [.required("subject", .template(like: "Your account"), "The subject line.")]),
            Variant(["sms"], [.optional("subject", .template(like: "Your account"), "Not sent.")]),
        ]
    )
}
