import Core
public import YAML

extension Shape {
    /// A playbook.
    public static let playbook = Shape(
        "playbook",
        "A journey from contact to payment.",
        [
            .required("playbook", .text(like: "quick_resolve"), "Its name."),
            .required("version", .whole(1...1_000_000), "Raised whenever it works otherwise."),
            .optional("unit", .anything, "For a person."),
            .optional("owner", .anything, "Who answers for it."),
            .optional("explain", .anything, "What it is for."),
            .optional("approved_by", .anything, "Who has approved it."),
            .optional("enroll", .mapping(enroll), "Which accounts enter it."),
            .optional("goal", .mapping(goal), "When it has done its work."),
            .optional("exit", .list(.mapping(exit)), "When it is left early."),
            .required("steps", .list(.mapping(playbookStep), atLeast: 1), "What it does, in order."),
        ]
    )

    private static let enroll = Shape(
        "enroll",
        "Which accounts enter a playbook.",
        [
            .required("when", .expression(like: "account.days_past_due >= 5"), "Whether an account enters."),
            .optional("reentry", .mapping(reentry), "How often; once unless given."),
        ]
    )

    private static let reentry = Shape(
        "reentry",
        "How often an account may enter.",
        [
            .optional("after", .duration(like: "30d"), "How long after the last time."),
            .optional("max", .whole(1...100), "How often at most."),
        ]
    )

    private static let goal = Shape(
        "goal",
        "When a playbook has done its work.",
        [
            .required("when", .expression(like: "account.balance_cents == 0"), "Whether it has."),
            .optional("measure", .anything, "For a person."),
        ]
    )

    private static let exit = Shape(
        "exit",
        "When a playbook is left early.",
        [
            .required("when", .expression(like: "event.type == \"cease.requested\""), "Whether it is."),
            .required("to", target(like: "stop"), "Where to: `end`, `stop` or `@PLAYBOOK`."),
        ]
    )

    private static let playbookStep = Shape(
        "playbook_step",
        "One thing that a playbook does.",
        [
            .required("id", .text(like: "hello"), "The name of the step."),
            .optional("send", .mapping(send), "Sends a message."),
            .optional("wait_for", .mapping(waitFor), "Waits for an event."),
            .optional("end", .either([.mapping(end), .flag]), "Ends the run."),
            .optional("delay", .duration(like: "1d"), "How long to wait before it."),
            .optional("skip_when", .expression(like: "account.balance_cents < 500"), "When it is left out."),
            .optional("then", target(like: "end"), "Where to go on when it has worked."),
            .optional("else", target(like: "end"), "Where to go on when it has not."),
            .optional("on_deny", target(like: "end"), "Where to go on when the gate denies it."),
            .optional("on_defer", .words(["wait"]), "What to do when the gate defers it."),
        ],
        conditions: [.exactlyOne(["send", "wait_for", "end"])]
    )

    private static let send = Shape(
        "send",
        "A message.",
        [
            .required("channel", .words(["best"] + StepReader.channels), "The channel; `best`: as `routing` says."),
            .required(
                "template",
                .either([.text(like: "hello_text"), .named(like: "sms", .text(like: "hello_text"))]),
                "The template, or one for each channel."
            ),
            .optional("link", .words(["payment"]), "What `${link}` leads to."),
            .optional("expires", .duration(like: "7d"), "How long it may wait for a lawful moment."),
        ]
    )

    private static let waitFor = Shape(
        "wait_for",
        "An event that is waited for.",
        [
            .required("event", .either([event, .list(event)]), "The event, or one of several."),
            .required("within", .duration(like: "48h"), "How long at most."),
        ]
    )

    private static let event = Form.words(Vocabulary.names.sorted())

    private static let end = Shape(
        "end",
        "The end of a run.",
        [
            .optional("outcome", .text(like: "exhausted"), "How it ended."),
            .optional("next", .text(like: "@voice_first_assist"), "The playbook that comes next."),
        ]
    )

    private static func target(like example: String) -> Form { .either([.text(like: example), .mapping(goto)]) }

    private static let goto = Shape(
        "goto",
        "A place to go to.",
        [.required("goto", .text(like: "end"), "A step, `end`, `stop` or `@PLAYBOOK`.")]
    )
}
