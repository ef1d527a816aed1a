import YAML

extension Shape {
    static let secretKey = Shape(
        "secret_key",
        "A shared key made of a secret.",
        [
            .required("secret", secret, "The secret."),
            .optional(
                "decode",
                .cases(of: SecretKey.Encoding.self),
                "How the key is written in the secret; `utf8` unless given."
            ),
            .optional("strip_prefix", .text(like: "whsec_"), "What stands before the key."),
            .optional("digest", .cases(of: HashAlgorithm.self), "The hash of the secret is the key."),
        ]
    )

    /// Where a public key comes from.
    static let publicKeys = Form.either([
        .mapping(publicKey), .mapping(publishedCertificate), .mapping(publishedKeySet),
    ])

    /// What checks a token.
    static let tokenKeys = Form.either(
        [.mapping(secretKey), .mapping(publicKey), .mapping(publishedCertificate), .mapping(publishedTokenKeys)]
    )

    private static let publicKey = Shape(
        "public_key",
        "A public key that the operator configures.",
        [
            .required("public", secret, "The secret that holds it."),
            .optional("strip_prefix", .text(like: "key:"), "What stands before it."),
            .optional(
                "format",
                .words(KeyReader.formats),
                "How it is written, for a person: it shows in the key itself."
            ),
        ]
    )

    private static let publishedCertificate = Shape(
        "published_certificate",
        "A certificate that the request names.",
        [
            .required("cert_url", .expression(like: "json.SigningCertURL"), "Its address."),
            .optional("subject_cn", .text(like: "keys\\.example\\.com"), "A pattern that its common name must match."),
            .optional("chain", .words(KeyReader.chains), "Whether it must lead to a root that this machine trusts."),
            .optional("check_validity", .flag, "Whether its dates count; they do unless this is `false`."),
        ] + published
    )

    private static let publishedKeySet = Shape(
        "published_key_set",
        "A set of keys that the provider publishes (RFC 7517).",
        [
            .required("jwks_url", .expression(like: "\"https://keys.example.com/set\""), "Its address."),
            .required("kid", .expression(like: "headers[\"x-key-id\"]"), "The name of the key in it."),
        ] + published
    )

    private static let publishedTokenKeys = Shape(
        "published_token_keys",
        "A set of keys that the provider publishes (RFC 7517); the token names the key.",
        [
            .required("jwks_url", .expression(like: "\"https://keys.example.com/set\""), "Its address."),
            .optional(
                "kid",
                .expression(like: "headers[\"x-key-id\"]"),
                "The name of the key, where the token does not say."
            ),
        ] + published
    )

    private static let published: [KeyShape] = [
        .required(
            "allow",
            .text(like: "https://keys\\.example\\.com/[a-z]+", pattern: "^\\^?https://"),
            "A pattern that the whole address must match."
        ),
        .optional("cache", .duration(like: "1d"), "How long a copy is good."),
    ]

    static let token: [KeyShape] = [
        .required("token", .expression(like: "headers.authorization"), "The token (RFC 7519)."),
        .required("algorithms", .list(.cases(of: TokenAlgorithm.self), atLeast: 1), "The algorithms that are taken."),
        .required("key", tokenKeys, "What checks it."),
        .optional("leeway_s", .whole(0...3600), "By how many seconds clocks may differ; 60 unless given."),
        .optional("max_age_s", .whole(1...86_400 * 7), "How many seconds ago it may have been issued."),
        .optional("claims", .list(.mapping(.claim)), "What it must say."),
    ]

    private static let claim = Shape(
        "claim",
        "What a token must say.",
        [
            .required("require", .expression(like: "claims.aud == \"us\""), "What must hold of `claims`."),
            .optional(
                "reason",
                .cases(of: Refusal.Reason.self),
                "Why a request is refused otherwise; `bad_claim` unless given."
            ),
        ]
    )
}
