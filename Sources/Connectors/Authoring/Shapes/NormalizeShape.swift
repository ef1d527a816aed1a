import Core
import YAML

extension Shape {
    static let normalize = Shape(
        "normalize",
        "Which events an item is.",
        [
            .optional(
                "let",
                .named(like: "data", .expression(like: "item.data")),
                "Names for parts of the item, for use below."
            ),
            .optional("event", fields, "Fields of every event. \(placed)"),
            .optional("identifiers", identifiers, "Whom events are about."),
            .required(
                "rules",
                .list(.mapping(.normalizeRule)),
                "The first that holds says what an item is; none: it is ignored."
            ),
        ]
    )

    private static let normalizeRule = Shape(
        "normalize_rule",
        "What an item is when this holds.",
        [
            .optional("when", .expression(like: "item.type == \"delivered\""), "When it holds; always unless given."),
            .optional(
                "type",
                .either([.words(Vocabulary.names.sorted()), .template(like: "${item.type}")]),
                "The event, a name of the vocabulary."
            ),
            .optional("ignore", .yes, "Such items are no event."),
            .optional("event", fields, "Fields of this event. \(placed)"),
            .optional("identifiers", identifiers, "Whom this event is about besides."),
            .optional("also", .flag, "The rules after it are looked at too."),
        ],
        conditions: [.atLeastOne(["type", "ignore"])]
    )

    private static let placed = """
        `occurred_at`, `dedupe_id`, `channel`, `direction`, `address`, `account`, `provider_message_id` and `delivery` \
        have a place of their own; anything else is data of the event.
        """

    private static let fields = Form.named(like: "occurred_at", .data(like: "${time(item.created)}"))

    private static let identifiers = Form.either([.list(.mapping(identifier)), .template(like: "${item.identifiers}")])

    private static let identifier = Shape(
        "identifier",
        "A value that points to a person.",
        [
            .required("kind", .cases(of: Identifier.Kind.self), "What it is."),
            .required("value", .data(like: "${item.email}"), "The value; nothing when it is null."),
        ]
    )
}
