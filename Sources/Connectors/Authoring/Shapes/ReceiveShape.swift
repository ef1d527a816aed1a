import Core
import YAML

extension Shape {
    static let receive = Shape(
        "receive",
        "How a webhook falls into items and is answered.",
        [
            .optional("decode", .cases(of: Decoding.self), "How the body is read; by its content type unless given."),
            .optional(
                "methods",
                .list(.words(ReceiveReader.methods)),
                "The HTTP methods it comes by; POST unless given."
            ),
            .optional("max_body", .size(like: "1MiB"), "The longest body that is taken."),
            .optional(
                "schema",
                .either([.anything, .text(like: "schema.json")]),
                "JSON Schema of the body, or its file."
            ),
            .optional(
                "samples",
                .list(.either([.anything, .text(like: "sample.json")])),
                "Bodies as they may come, or their files."
            ),
            .optional(
                "charsets",
                .expression(like: "\"windows-1252\""),
                "In which character set the fields are written."
            ),
            .optional("split", .expression(like: "json.items"), "The items; the whole body is one unless given."),
            .optional(
                "key",
                .expression(like: "string(item.id)"),
                "What tells items apart, so that one that comes again counts once."
            ),
            .optional("enrich", .mapping(.enrich), "The record that is fetched for an item before it is read."),
            .optional("handshake", .list(.mapping(.handshake)), "Requests that are answered and are no webhooks."),
            .optional(
                "respond",
                .mapping(.answer),
                "What the sender gets once everything is stored; 200 unless given."
            ),
            .optional("on_overload", .mapping(.overload), "What the sender gets while nothing can be stored."),
            .optional("dedupe_window", .duration(like: "30d"), "How long an item that comes again is known."),
        ],
        by: "decode",
        variants: [
            Variant(
                [Decoding.csv.rawValue],
                [
                    .optional(
                        "delimiter",
                        .text(like: ";"),
                        "What stands between fields: `,` unless given; also `;`, `|` and `tab`."
                    ),
                    .optional(
                        "columns",
                        .either([
                            .list(.text(like: "account"), atLeast: 1),
                            .named(like: "Account no.", .text(like: "account")),
                        ]),
                        "What items call the columns, by their titles; a list where both are the same."
                    ),
                ] + rows
            ),
            Variant(
                [Decoding.fixed.rawValue],
                [.required("columns", .list(.mapping(.column), atLeast: 1), "Where each field stands.")] + rows
            ),
        ]
    )

    private static let rows: [KeyShape] = [
        .optional("encoding", .text(like: "windows-1252"), "The character set of the file; UTF-8 unless given."),
        .optional("required", .list(.text(like: "account")), "Columns that must not be empty."),
        .optional("skip", .list(.text(like: "#")), "What lines begin with that are no rows."),
        .optional(
            "record",
            .expression(like: "item.account"),
            "What a row is about: another row about the same is a change."
        ),
    ]

    private static let column = Shape(
        "column",
        "A field of a fixed place in each line.",
        [
            .required("name", .text(like: "account"), "Its name."),
            .required("from", .whole(1...LineCutter.sizeLimit), "Its first character, counted from 1."),
            .required("width", .whole(1...LineCutter.sizeLimit), "Its characters."),
        ]
    )

    private static let enrich = Shape(
        "enrich",
        "The record of the provider's that an item is read with, as `full`.",
        [
            .optional("when", .expression(like: "true"), "Which items need it."),
            .required("action", .text(like: "get_contact"), "The action that fetches it; it must change nothing."),
            .optional("input", .named(like: "id", .data(like: "${item.id}")), "What the action is given."),
        ]
    )

    private static let handshake = Shape(
        "handshake",
        "A request that only asks whether we are there.",
        [
            .required("when", .expression(like: "json.type == \"ping\""), "Whether a request is one."),
            .optional("after_verify", .flag, "Whether it is verified first."),
            .optional("respond", .mapping(.answer), "What it gets."),
            .optional("call", .mapping(.handshakeCall), "What is called to confirm it."),
            .optional("capture", .mapping(.capture), "The secret that it hands over."),
        ],
        conditions: [.atLeastOne(["respond", "call"])]
    )

    private static let handshakeCall = Shape(
        "handshake_call",
        "A call that confirms a subscription.",
        [
            .required("url", .expression(like: "json.SubscribeURL"), "Its address."),
            .required(
                "allow",
                .text(like: "https://topics\\.example\\.com/.*"),
                "A pattern that the whole address must match."
            ),
            .optional("method", .words(["GET"]), "The method."),
        ]
    )

    private static let capture = Shape(
        "capture",
        "A secret that a handshake hands over, kept from then on.",
        [
            .required("secret", .text(like: "webhook_secret", pattern: "^[a-z0-9_]{1,64}$"), "The secret it is."),
            .required("value", .expression(like: "json.secret"), "Its value."),
            .optional("replace", .flag, "Whether it may replace one that is known."),
        ]
    )

    private static let overload = Shape(
        "overload",
        "What is answered while nothing can be stored.",
        [
            .optional("status", .whole(500...599), "The status code; 503 unless given."),
            .optional("retry_after", .whole(0...86_400), "Seconds for `Retry-After`; 30 unless given."),
        ]
    )
}
