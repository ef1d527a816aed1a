import YAML

extension Shape {
    static let request = Shape(
        "request",
        "What is sent to the provider.",
        [
            .required(
                "method",
                .words(RequestReader.methods + [RequestReader.mailMethod]),
                "The HTTP method, or SMTP."
            ),
            .required(
                "url",
                .template(like: "https://api.example.com/v1/messages"),
                "The address; its host is fixed or a setting."
            ),
            .optional("auth", .mapping(.credentials), "How we show who we are."),
        ],
        by: "method",
        variants: [
            Shape.Variant(RequestReader.methods, http, conditions: [.atMostOne(BodyReader.kinds)]),
            Shape.Variant(
                [RequestReader.mailMethod],
                [.required("mail", .mapping(mail), "The mail, where the method is SMTP.")]
            ),
        ]
    )

    private static let http: [KeyShape] = [
        .optional("query", .named(like: "page", .data(like: "${input.page}")), "Parameters of the address."),
        .optional("headers", .named(like: "Accept", .data(like: "application/json")), "Headers."),
        .optional("json", .data(like: "${input}"), "The body as JSON."),
        .optional("form", .named(like: "To", .data(like: "${input.to}")), "The body as a form."),
        .optional(
            "form_nested",
            .named(like: "data", .data(like: "${input}")),
            "The body as a form of nested names: `a[b][0]=`."
        ),
        .optional("multipart", .named(like: "file", part), "The body as a form with files."),
        .optional("xml", .template(like: "<a>${xml_escape(input.text)}</a>"), "The body as XML."),
        .optional("text", .data(like: "${input.text}"), "The body as plain text."),
    ]

    private static let mail = Shape(
        "mail",
        "A mail in plain text.",
        [
            .required("from", .data(like: "${input.from}"), "The sender, a plain address; bounces go there."),
            .required("to", .data(like: "${input.to}"), "The recipient, a plain address."),
            .required("subject", .data(like: "${input.subject}"), "The subject."),
            .required("text", .data(like: "${input.text}"), "What it says."),
            .required(
                "id",
                .data(like: "${action.id}"),
                "What makes its `Message-ID`, behind which the sender's domain stands."
            ),
            .optional("headers", .named(like: "Reply-To", .data(like: "${input.reply_to}")), "More headers."),
        ]
    )

    private static let part = Form.either([.mapping(file), .data(like: "${input.text}")])

    private static let file = Shape(
        "file",
        "A file in a form.",
        [
            .optional("filename", .data(like: "letter.pdf"), "Its name."),
            .optional("content_type", .data(like: "application/pdf"), "Its media type."),
            .required("content", .data(like: "${unbase64(input.pdf)}"), "Its bytes."),
        ]
    )
}
