import YAML

extension Shape {
    static let signingTime = Shape(
        "signing_time",
        "When a request was signed.",
        [
            .required("value", .expression(like: "headers[\"x-timestamp\"]"), "The moment."),
            .required("format", .cases(of: SigningTime.Format.self), "How it is written."),
            .required("tolerance_s", .whole(1...86_400 * 7), "How many seconds it may be old."),
            .optional("future", .flag, "Whether it may be as far in the future at most."),
        ]
    )

    static let nonce = Shape(
        "nonce",
        "A value that is taken once.",
        [
            .required("value", .expression(like: "headers[\"x-nonce\"]"), "The value."),
            .optional("ttl", .duration(like: "8d"), "How long it is remembered."),
        ]
    )

    static let clientCertificate = Shape(
        "client_certificate",
        "The certificate of the sender.",
        [
            .required(
                "subject",
                .text(like: "CN=webhooks\\.example\\.com"),
                "A pattern that its whole subject must match."
            )
        ]
    )
}
