import Core
import YAML

/// Reads one of `events`.
struct EventReader {
    let author: Author

    /// What the control route takes for itself.
    private static let optionNames = EventOrder.optionNames

    /// Nil only beside a problem.
    func read(_ entry: Entry) -> EventPlan? {
        let reader = MappingReader(entry.value, author.problems, name: "event `\(entry.key.text)`")
        let inputs = reader.mapping("input").compactMap(input)
        let object = author.expression(reader.text("object"), in: .eventObject)
        let id = author.template(reader.text("id", .required), in: .eventIdentity)
        if let url = reader.key("url") {
            author.problems.add("bad-value", "an event goes to the source's own hook", hint: "leave out `url`", at: url)
        }
        let webhook = author.webhook(reader, in: .event)
        reader.finish()
        guard let id, let webhook else { return nil }
        return EventPlan(name: entry.key.text, inputs: inputs, object: object, id: id, webhook: webhook)
    }

    private func input(_ entry: Entry) -> EventInput? {
        if Self.optionNames.contains(where: entry.key.text.hasSameBytes) {
            author.problems.add("bad-name", "`\(entry.key.text)` is an option of every event", at: entry.key)
        }
        guard let text = entry.value.text("`\(entry.key.text)`", author.problems) else { return nil }
        let isOptional = text.text.hasSuffix("?")
        let word = isOptional ? String(text.text.dropLast()) : text.text
        if let kind = EventInput.Kind(rawValue: word) {
            return EventInput(name: entry.key.text, kind: kind, isOptional: isOptional)
        }
        let hint = Suggestion.hint(for: word, in: EventInput.Kind.allCases.map(\.rawValue))
        author.problems.add("bad-value", "no value is of type `\(word)`", hint: hint, at: text)
        return nil
    }
}
