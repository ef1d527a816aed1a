import Core
import YAML

extension Shape {
    static let action = Shape(
        "action",
        "One call that the provider understands.",
        [
            .optional("channel", .text(like: "sms"), "The channel it serves."),
            .optional(
                "input",
                .named(like: "to", .words(ActionInput.words)),
                "What it is given; `?` for what may be missing."
            ),
            .required("request", .mapping(.request), "What is sent."),
            .required("idempotency", idempotency, "How the provider tells that a call came twice."),
            .optional("rate_limit", .mapping(.rateLimit), "How often it may be called."),
            .optional("timeout", .mapping(.timeout), "How long it may take."),
            .required("response", .mapping(.response), "What the reply means."),
            .optional("fallback", .list(.mapping(.fallback)), "What is performed instead; the first that holds."),
            .optional("lookup", .mapping(.lookup), "How to find out what became of a call without an answer."),
        ]
    )

    private static let idempotency = Form.either([.words(IdempotencyReader.words), .mapping(idempotencyKey)])

    private static let idempotencyKey = Shape(
        "idempotency_key",
        "The key by which the provider knows a call again.",
        [
            .optional("header", .text(like: "Idempotency-Key"), "The header that carries it."),
            .optional("body", .text(like: "data.key"), "The path of the field in the body that carries it."),
            .required("value", .data(like: "${action.id}"), "The key."),
            .optional("ttl", .duration(like: "24h"), "How long the provider knows it."),
        ],
        conditions: [.exactlyOne(["header", "body"])]
    )

    private static let rateLimit = Shape(
        "rate_limit",
        "How often an action may be called.",
        [
            .required(
                "rate",
                .text(like: "25/s", pattern: "^[1-9][0-9]*/[smhd]$"),
                "Calls in a second, minute, hour or day."
            ),
            .optional("burst", .whole(1...1_000_000), "Calls at once; as many as the rate says unless given."),
            .optional("per", .expression(like: "config.account"), "What calls are counted by."),
            .optional("headers", .mapping(.rateHeaders), "Headers of replies that say how much is left."),
            .optional(
                "daily_quota_header",
                .text(like: "X-Daily-Quota"),
                "The header that tells the quota of the day."
            ),
        ]
    )

    private static let rateHeaders = Shape(
        "rate_headers",
        "Headers of replies that say how much is left.",
        [
            .optional("remaining", .text(like: "X-RateLimit-Remaining"), "How many calls are left."),
            .optional("reset", .text(like: "X-RateLimit-Reset"), "When there are more."),
        ]
    )

    private static let timeout = Shape(
        "timeout",
        "How long a call may take.",
        [
            .optional("connect", .duration(like: "5s"), "Until a connection stands."),
            .optional("total", .duration(like: "30s"), "For the whole call."),
        ]
    )

    private static let response = Shape(
        "response",
        "What a reply means; asked in the order `reauth`, `ok`, `retry`, `permanent`, `unknown`.",
        [
            .required("ok", .expression(like: "status == 200"), "The provider has accepted."),
            .optional(
                "result",
                .named(like: "provider_message_id", .data(like: "${json.id}")),
                "What is kept of the reply."
            ),
            .optional("reauth", .expression(like: "status == 401"), "Our credentials are not good any more."),
            .optional("retry", .expression(like: "status == 429"), "It has not accepted, and may later."),
            .optional("retry_after", .expression(like: "headers[\"retry-after\"]"), "When to come again."),
            .optional("permanent", .expression(like: "status == 400"), "It has not accepted, and never will."),
            .optional("unknown", .expression(like: "status >= 500"), "Nobody knows whether it has accepted."),
            .optional("error", .mapping(.replyError), "What the provider says is wrong."),
            .optional("max_body", .size(like: "64KiB"), "Bytes of the reply that are kept."),
        ]
    )

    static let replyError = Shape(
        "reply_error",
        "What a provider says is wrong.",
        [
            .optional("code", .data(like: "${json.error.code}"), "Its code."),
            .optional("message", .data(like: "${json.error.message}"), "Its words."),
        ]
    )

    private static let fallback = Shape(
        "fallback",
        "An action that is performed instead.",
        [
            .required("when", .expression(like: "status == 404"), "When."),
            .required("action", .text(like: "create_contact"), "Which."),
            .optional(
                "input",
                .named(like: "known_id", .data(like: "${json.id}")),
                "Laid over what the first was given."
            ),
        ]
    )

    private static let lookup = Shape(
        "lookup",
        "How to find out what became of a call without an answer.",
        [
            .required("action", .text(like: "find_message"), "The action that asks; it must change nothing."),
            .optional("input", .named(like: "reference", .data(like: "${action.id}")), "What it is given."),
            .required("found", .expression(like: "size(json.items) > 0"), "Whether the call was accepted."),
            .optional(
                "result",
                .named(like: "provider_message_id", .data(like: "${json.items[0].id}")),
                "What is kept then."
            ),
        ]
    )
}
