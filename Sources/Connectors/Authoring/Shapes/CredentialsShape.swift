import YAML

extension Shape {
    static let credentials = Shape(
        "credentials",
        "How we show who we are: one kind, and perhaps `mtls` besides.",
        [
            .optional("basic", .mapping(.basicCredentials), "User and password."),
            .optional("bearer", .data(like: "${secret(\"api_key\")}"), "A token behind `Authorization: Bearer`."),
            .optional("header", .mapping(.credentialHeader), "A header of the provider's own."),
            .optional(
                "query",
                .named(like: "key", .data(like: "${secret(\"api_key\")}")),
                "Parameters of the address."
            ),
            .optional("token", .text(like: "api"), "An access token declared under `tokens`."),
            .optional("jwt", .mapping(.signedToken), "A token that we sign, as a bearer."),
            .optional("aws_sigv4", .mapping(.awsCredentials), "AWS Signature Version 4."),
            .optional("hmac", .mapping(.signedHeader), "A header that signs the request."),
            .optional("mtls", .mapping(.clientIdentity), "A certificate of ours (mutual TLS)."),
        ],
        conditions: [.atMostOne(CredentialsReader.kinds)]
    )

    private static let basicCredentials = Shape(
        "basic_credentials",
        "User and password (RFC 7617).",
        [
            .required("user", .data(like: "${secret(\"account_sid\")}"), "The user."),
            .required("password", .data(like: "${secret(\"auth_token\")}"), "The password."),
        ]
    )

    private static let credentialHeader = Shape(
        "credential_header",
        "A header that shows who we are.",
        [
            .required("name", .text(like: "X-Api-Key"), "Its name."),
            .required("value", .data(like: "${secret(\"api_key\")}"), "Its value."),
        ]
    )

    static let signedToken = Shape(
        "signed_token",
        "A token that we sign (RFC 7519).",
        [
            .required("algorithm", .cases(of: TokenAlgorithm.self), "How it is signed."),
            .required("key", .mapping(.secretKey), "The key: PEM for a private key."),
            .optional("key_id", .data(like: "${config.key_id}"), "The `kid` of its header."),
            .optional(
                "claims",
                .named(like: "iss", .data(like: "${config.application_id}")),
                "What it says; `iat`, `exp` and `jti` are filled in."
            ),
            .optional("ttl", .duration(like: "15m"), "How long it is good."),
        ]
    )

    private static let awsCredentials = Shape(
        "aws_credentials",
        "What AWS Signature Version 4 is made with.",
        [
            .required("service", .data(like: "ses"), "The service."),
            .required("region", .data(like: "${config.region}"), "The region."),
            .required("access_key", .data(like: "${secret(\"access_key\")}"), "The id of the access key."),
            .required("secret_key", .data(like: "${secret(\"secret_key\")}"), "The secret access key."),
            .optional(
                "session_token",
                .data(like: "${secret(\"session_token\")}"),
                "The token of temporary credentials."
            ),
        ]
    )

    private static let signedHeader = Shape(
        "signed_header",
        "A header with an authentication code over the request.",
        [
            .required("algorithm", .cases(of: HashAlgorithm.self), "How it is made."),
            .required("key", .mapping(.secretKey), "The shared key."),
            .required("content", .expression(like: "method + url + string(body)"), "What is signed."),
            .required("encoding", .cases(of: SignatureEncoding.self), "How the signature is written."),
            .required("header", .mapping(.signatureHeader), "The header that carries it."),
        ]
    )

    private static let signatureHeader = Shape(
        "signature_header",
        "The header that carries a signature.",
        [
            .required("name", .text(like: "X-Signature"), "Its name."),
            .optional("value", .data(like: "sha256=${signature}"), "Its value; `${signature}` unless given."),
        ]
    )

    private static let clientIdentity = Shape(
        "client_identity",
        "A certificate of ours and its key.",
        [
            .required("certificate", .mapping(.secretReference), "The certificate, PEM."),
            .required("key", .mapping(.secretReference), "Its private key, PEM."),
        ]
    )

    private static let secretReference = Shape(
        "secret_reference",
        "A secret by its name.",
        [.required("secret", secret, "Its name.")]
    )
}
