import Connectors
import Core
import Policy
import YAML

/// The formats that people write, as editors want to know them.
enum Format: String, CaseIterable {
    case connector
    case config
    case included

    /// What may stand in such a file.
    var form: Form {
        switch self {
        case .connector: .mapping(Connector.shape)
        case .config: .mapping(.config)
        case .included: .either([.mapping(.included), .mapping(.playbook)])
        }
    }

    /// What such a file is called.
    var title: String {
        switch self {
        case .connector: "Throughline: connector.yaml"
        case .config: "Throughline: config.yaml"
        case .included: "Throughline: a file that config.yaml includes"
        }
    }
}

extension Shape {
    static let config = Shape(
        "config",
        "What a daemon is told to be: who may post to it, whose accounts these are, and what policy holds.",
        [
            .optional("server", .mapping(server), "Where we listen and how we are reached."),
            .optional("store", .mapping(store), "Where we keep what we must not lose."),
            .optional("connectors", .text(like: "Connectors"), "The folder of the connectors."),
            .optional(
                "sources",
                .named(like: "payments", .mapping(source)),
                "Instances of connectors, by the name in their URL."
            ),
            .required("creditors", .named(like: "acme", .mapping(creditor)), "Whose accounts these are."),
            .optional("triggers", .named(like: "remind", .mapping(trigger)), "What API triggers do."),
            .optional(
                "include",
                .list(.text(like: "policy/*.yaml")),
                "Files with parts of the policy; one `*` in a name."
            ),
        ] + policyParts
    )

    static let included = Shape("included", "Parts of the policy in a file of their own.", policyParts)

    private static let policyParts: [KeyShape] = [
        .optional("policy", .mapping(.policy), "The rules every contact passes."),
        .optional("personas", .mapping(.personas), "How people prefer to be helped."),
        .optional("routing", .mapping(.routing), "Which channel first."),
        .optional("playbooks", .list(.mapping(.playbook)), "Journeys from contact to payment."),
        .optional("templates", .named(like: "hello_text", .mapping(.template)), "The words of messages."),
    ]

    private static let server = Shape(
        "server",
        "Where we listen and how we are reached.",
        [
            .optional("listen", .text(like: "127.0.0.1:8080"), "Address and port."),
            .optional(
                "public_url",
                .text(like: "https://gw.example.com"),
                "How the world reaches us: what signatures over the URL are checked against."
            ),
            .optional("max_body", .size(like: "10MiB"), "The longest request body, whatever connectors say."),
            .optional("api_keys", .list(.mapping(secretReference)), "Keys that may use `/v1`."),
            .optional("trusted_proxies", .list(.text(like: "10.0.0.0/8")), "Whose word counts for who sent a request."),
            .optional(
                "client_cert_header",
                .text(like: "X-Client-Subject"),
                "The header in which they tell the sender's certificate."
            ),
        ]
    )

    private static let store = Shape(
        "store",
        "Where we keep what we must not lose.",
        [.optional("url", .text(like: "sqlite:data/throughline.db", pattern: "^sqlite:."), "The database.")]
    )

    private static let creditor = Shape(
        "creditor",
        "Somebody whose accounts these are.",
        [
            .required("name", .text(like: "Acme Dental"), "The name in messages."),
            .required("actor", .words(Creditor.actors), "What we are to the person who owes."),
            .optional(
                "sending",
                .named(like: "sms", .cases(of: Creditor.Sending.self)),
                "Whether contacts leave, by channel."
            ),
            .optional(
                "providers",
                .named(like: "sms", .list(.text(like: "carrier"))),
                "The sources that do what, in order of preference."
            ),
            .optional("senders", .named(like: "sms", .text(like: "+15005550006")), "In whose name, by channel."),
            .optional("write_back", .list(.words(Vocabulary.names.sorted())), "The events the CRM is told of."),
            .optional("receipt", .text(like: "receipt_mail"), "The template that thanks for a payment."),
            .optional("opt_out_confirmation", .text(like: "stopped_text"), "The template that confirms an opt-out."),
            .optional("system_of_record", .words(["crm"]), "Whose balance wins."),
        ]
    )

    private static let trigger = Shape(
        "trigger",
        "What an API trigger does.",
        [
            .optional("playbook", .text(like: "quick_resolve"), "Enters a playbook."),
            .optional("contact", .mapping(contact), "Makes one contact."),
        ],
        conditions: [.exactlyOne(["playbook", "contact"])]
    )

    private static let contact = Shape(
        "contact",
        "One contact.",
        [
            .optional("channel", .words(["sms", "email"]), "The channel; that of the template unless given."),
            .required("template", .text(like: "reminder_text"), "The words."),
            .optional("purpose", .words(SettingsReader.purposes), "Why; `collection` unless given."),
        ]
    )
}
