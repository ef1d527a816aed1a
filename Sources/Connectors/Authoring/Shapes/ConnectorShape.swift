import Core
public import YAML

extension Connector {
    /// What may stand in a `connector.yaml`.
    public static let shape = Shape(
        "connector",
        "One kind of provider as data: who may send, what it means, and what it can be asked to do.",
        [
            .required(
                "connector",
                .text(like: "carrier", pattern: "^[a-z0-9-]{1,64}$"),
                "Its name, that of its folder."
            ),
            .required("version", .whole(1...1_000_000), "Raised whenever events come out differently."),
            .optional("docs", .text(like: "https://docs.example.com/webhooks"), "Where the provider describes it."),
            .optional("description", .text(like: "Letters and what became of them."), "For a person."),
            .optional("secrets", .list(.text(like: "webhook_secret")), "Names of the secrets that a source gives."),
            .optional(
                "config",
                .named(like: "return_url", .anything),
                "Settings that a source may change, with their defaults."
            ),
            .optional("verify", .mapping(.verify), "How a webhook proves where it comes from."),
            .optional("receive", .mapping(.receive), "How a webhook is read and answered, or a file is read."),
            .optional("normalize", .mapping(.normalize), "Which events the items are."),
            .optional("tokens", .named(like: "api", .mapping(.tokenGrant)), "Access tokens that requests may carry."),
            .optional(
                "actions",
                .named(like: "send_message", .mapping(.action)),
                "What the provider can be asked to do."
            ),
            .optional(
                "poll",
                .named(like: "messages", .mapping(.poll)),
                "Lists that are read for what was not sent to us."
            ),
            .optional(
                "maintain",
                .named(like: "subscription", .mapping(.maintenance)),
                "What must be done every so often, such as renewing a subscription."
            ),
        ],
        conditions: [.atLeastOne(["verify", "receive", "actions"])]
    )
}

extension Shape {
    static let poll = Shape(
        "poll",
        "A list of the provider's that is read by a cursor.",
        [
            .required("every", .duration(like: "5m"), "How often."),
            .optional("when", .expression(like: "true"), "Whether it is read at all."),
            .required(
                "action",
                .text(like: "list_messages"),
                "The action that asks for a page; it must change nothing."
            ),
            .optional("input", .named(like: "since", .data(like: "${cursor}")), "What the action is given."),
            .required("split", .expression(like: "json.items"), "The items of a page."),
            .optional(
                "key",
                .expression(like: "string(item.id)"),
                "What tells items apart; that of `receive` unless given."
            ),
            .required("cursor", .expression(like: "string(json.next)"), "Where to go on from."),
            .optional("more", .expression(like: "json.has_more"), "Whether there is another page now."),
            .optional("normalize", .mapping(.normalize), "Which events the items are; as for webhooks unless given."),
        ]
    )

    static let maintenance = Shape(
        "maintenance",
        "An action that is performed every so often.",
        [
            .required("every", .duration(like: "12h"), "How often."),
            .optional("when", .expression(like: "true"), "Whether it is performed at all."),
            .required("action", .text(like: "renew_subscription"), "The action."),
            .optional("input", .named(like: "until", .data(like: "${string(now)}")), "What the action is given."),
        ]
    )
}
