public import CEL
public import Core
public import YAML

/// The words of a message.
///
/// Rendered with the facts of the moment it leaves, not of the moment it was planned.
public struct MessageTemplate: Sendable {
    /// Its name.
    public let name: String
    /// Its version, kept with every contact made from it.
    public let version: Int
    /// The channel it is written for.
    public let channel: Channel
    /// The body.
    public let text: Template
    /// The subject line of an email.
    public let subject: Template?

    /// Subject and body for one customer and account; a piece that cannot be filled names itself.
    public func render(_ bindings: Bindings) -> Result<(text: String, subject: String?), RenderFailure> {
        guard let text = text.evaluate(bindings).string else {
            return .failure(RenderFailure(template: name, part: "text"))
        }
        guard let subject else { return .success((text, nil)) }
        guard let line = subject.evaluate(bindings).string else {
            return .failure(RenderFailure(template: name, part: "subject"))
        }
        return .success((text, line))
    }

    /// Channels that messages are written for.
    static let channels = ["sms", "email"]

    /// Reads the mapping under `templates:`.
    public static func readAll(_ entries: [Entry], _ problems: Problems) -> [String: MessageTemplate] {
        var expressions: [Expression] = []
        return readAll(entries, problems, &expressions)
    }

    static func readAll(
        _ entries: [Entry],
        _ problems: Problems,
        _ expressions: inout [Expression]
    ) -> [String: MessageTemplate] {
        var templates: [String: MessageTemplate] = [:]
        for entry in entries {
            let reader = MappingReader(entry.value, problems, name: "a template")
            templates[entry.key.text] = read(reader, name: entry.key.text, &expressions)
        }
        return templates
    }

    private static func read(
        _ reader: MappingReader,
        name: String,
        _ expressions: inout [Expression]
    ) -> MessageTemplate? {
        let version = reader.int("version", in: 1...1_000_000) ?? 1
        let channel = reader.choice("channel", of: channels, .required)
        let text = reader.template("text", .required, &expressions)
        let subject = reader.template("subject", channel == "email" ? .required : .optional, &expressions)
        reader.finish()
        guard let channel, let text else { return nil }
        return MessageTemplate(
            name: name,
            version: version,
            channel: Channel(rawValue: channel),
            text: text,
            subject: subject
        )
    }
}

/// A template that could not be filled.
public struct RenderFailure: Error, Sendable {
    /// The template's name.
    public let template: String
    /// `text`, `subject` or `whole`.
    public let part: String

    /// A template and the part of it.
    public init(template: String, part: String) {
        self.template = template
        self.part = part
    }
}
