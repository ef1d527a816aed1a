import YAML

extension Shape {
    static let tokenGrant = Shape(
        "token_grant",
        "An access token (RFC 6749), fetched when it is needed and kept while it is good.",
        [
            .required("grant", .cases(of: TokenGrant.Kind.self), "What it is asked for with."),
            .required("request", .mapping(.request), "How it is asked for; `grant_type` is filled in."),
            .optional(
                "response",
                .mapping(.tokenResponse),
                "What the reply means, where that is not as the standard says."
            ),
            .optional("header", .mapping(.tokenHeader), "How requests carry it; `Authorization: Bearer` unless given."),
        ],
        by: "grant",
        variants: [
            Variant([TokenGrant.Kind.signedAssertion.rawValue], [.required("jwt", .mapping(.signedToken), assertion)]),
            Variant(otherGrants, [.optional("jwt", .mapping(.signedToken), assertion)]),
        ]
    )

    private static let assertion = "What makes `${assertion}` (RFC 7523)."
    private static let otherGrants = TokenGrant.Kind.allCases.filter { $0 != .signedAssertion }.map(\.rawValue)

    private static let tokenResponse = Shape(
        "token_response",
        "What the reply with an access token means.",
        [
            .optional("ok", .expression(like: "status == 200"), "There is one."),
            .optional("token", .data(like: "${json.access_token}"), "The token."),
            .optional("expires_in", .data(like: "${json.expires_in}"), "How many seconds it is good."),
            .optional("error", .mapping(.replyError), "What the provider says is wrong."),
        ]
    )

    private static let tokenHeader = Shape(
        "token_header",
        "The header that carries an access token.",
        [
            .optional("name", .text(like: "Authorization"), "Its name."),
            .optional("value", .data(like: "Bearer ${token}"), "Its value."),
        ]
    )
}
