import YAML

extension Shape {
    static let secretReference = Shape(
        "secret_reference",
        "Where a secret is kept; never the secret itself.",
        [
            .optional("env", .text(like: "WEBHOOK_SECRET"), "An environment variable."),
            .optional("file", .text(like: "/run/credentials/webhook"), "A file."),
        ],
        conditions: [.exactlyOne(["env", "file"])]
    )

    static let source = Shape(
        "source",
        "An instance of a connector.",
        [
            .required("connector", .text(like: "carrier"), "The connector."),
            .optional(
                "secrets",
                .named(like: "webhook_secret", .either([.mapping(secretReference), .list(.mapping(secretReference))])),
                "Its secrets; of several versions every one is tried."
            ),
            .optional("config", .named(like: "return_url", .anything), "Settings other than the connector's defaults."),
            .optional(
                "base_url",
                .text(like: "http://127.0.0.1:8081/carrier"),
                "Replaces scheme, host and port of the URLs of its actions."
            ),
            .optional(
                "fetch",
                .named(like: "https://keys.example.com", .text(like: "http://127.0.0.1:8081")),
                "Where documents are fetched instead, by origin."
            ),
            .optional(
                "folder",
                .either([.text(like: "incoming/placements"), .mapping(folder)]),
                "Where its files are put; a file that has not changed for two seconds is taken."
            ),
        ]
    )

    private static let folder = Shape(
        "folder",
        "A watched folder.",
        [
            .required("path", .text(like: "incoming/placements"), "Where it is."),
            .optional("marker", .text(like: ".done"), "What is added to a file's name to say that it is whole."),
        ]
    )
}
