import YAML

extension Shape {
    static let verify = Shape(
        "verify",
        "Steps that a webhook must pass before anything in it is believed.",
        [
            .optional("all", .list(.mapping(.step), atLeast: 1), "Steps of which each that applies must hold."),
            .optional("any", .list(.mapping(.step), atLeast: 1), "Steps of which one must hold."),
            .optional(
                "none",
                .mapping(.unverified),
                "The provider proves nothing; every event says that it is `unverified`."
            ),
            .optional("on_fail", .mapping(.answer), "What a refused sender gets; 401 unless given."),
        ],
        conditions: [.exactlyOne(["all", "any", "none"])]
    )

    static let unverified = Shape(
        "unverified",
        "Why nothing is verified.",
        [.required("because", .text(like: "the provider signs nothing"), "The reason, for a person.")]
    )

    static let answer = Shape(
        "answer",
        "An HTTP answer.",
        [
            .optional("status", .whole(200...599), "The status code."),
            .optional("content_type", .template(like: "text/plain"), "The media type of the body."),
            .optional("headers", .named(like: "X-Request-Id", .data(like: "${json.id}")), "Further headers."),
            .optional("body", .data(like: "ok"), "The body: text as it is, anything else as JSON."),
        ]
    )

    static let step = Shape(
        "step",
        "One check of a request.",
        [
            .required("type", .cases(of: StepKind.self), "What is checked."),
            .optional("when", .expression(like: "\"x-signature\" in headers"), "Whether the step applies."),
            .optional("each", .expression(like: "json.items"), "Elements that are checked one by one, as `item`."),
            .optional("require", .expression(like: "true"), "What must hold besides."),
            .optional("timestamp", .mapping(.signingTime), "When the request was signed, and how old it may be."),
            .optional("nonce", .mapping(.nonce), "What is taken once only."),
        ],
        by: "type",
        variants: [
            Variant([StepKind.hmac.rawValue], [algorithm("hash_by", HashAlgorithm.self), sharedKey] + signed),
            Variant([StepKind.digest.rawValue], [algorithm("hash_by", HashAlgorithm.self)] + signed),
            Variant(
                [StepKind.pubkey.rawValue],
                [
                    algorithm("signed_by", SignatureAlgorithm.self),
                    .required("key", publicKeys, "Where the public key comes from."),
                ]
                    + signed
            ),
            Variant([StepKind.jwt.rawValue], token),
            Variant([StepKind.basic.rawValue], [.required("secret", secret, "The secret that holds `user:password`.")]),
            Variant(
                [StepKind.equals.rawValue],
                [
                    .required("value", .expression(like: "headers[\"x-token\"]"), "What must be the secret."),
                    .required("secret", secret, "The secret."),
                ]
            ),
            Variant(
                [StepKind.network.rawValue],
                [
                    .optional("cidrs", .list(.text(like: "192.0.2.0/24")), "Addresses that may connect."),
                    .optional(
                        "client_cert",
                        .mapping(.clientCertificate),
                        "The certificate the sender shows to the proxy."
                    ),
                ],
                conditions: [.atLeastOne(["cidrs", "client_cert"])]
            ),
            Variant(
                [StepKind.call.rawValue],
                [
                    .required("action", .text(like: "verify_signature"), "The action that asks the provider."),
                    .optional(
                        "input",
                        .named(like: "body", .data(like: "${string(body)}")),
                        "What the action is given."
                    ),
                    .required(
                        "ok",
                        .expression(like: "status == 200"),
                        "Whether the reply says that the webhook is genuine."
                    ),
                ]
            ),
        ]
    )

    /// The name of a declared secret.
    static let secret = Form.text(like: "webhook_secret")

    private static let signed: [KeyShape] = [
        .required("content", .expression(like: "body"), "The bytes that are signed; a list where several are tried."),
        .required(
            "signature",
            .expression(like: "headers[\"x-signature\"]"),
            "The signature; a list where there are several."
        ),
        .required("encoding", .cases(of: SignatureEncoding.self), "How the signature is written."),
    ]

    private static let sharedKey = KeyShape.required("key", .mapping(.secretKey), "The shared key.")

    /// One algorithm, or a mapping called `name` that chooses one.
    private static func algorithm<Algorithm: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ type: Algorithm.Type
    ) -> KeyShape {
        let chosen = Shape(
            name,
            "The algorithm by what the request says.",
            [
                .required(
                    "select",
                    .expression(like: "headers[\"x-algorithm\"]"),
                    "What is looked up among the other keys."
                )
            ],
            others: .cases(of: type)
        )
        return .required("algorithm", .either([.cases(of: type), .mapping(chosen)]), "How it is signed.")
    }
}
