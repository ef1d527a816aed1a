import CEL
import Core
import YAML

/// Reads one of `routes`.
struct RouteReader {
    let author: Author

    /// Keys that only an accepted request has.
    private static let acceptingKeys = ["key", "idempotency", "references", "accepted", "callbacks"]

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> Route? {
        let name = reader.string("route", .required)
        let (when, inGuard) = author.notingVariables {
            author.expression(reader.text("when", .required), in: .answer([]))
        }
        let (lets, inLets) = author.notingVariables { self.lets(reader.mapping("let")) }
        let names = lets.map(\.name)
        let isAccepting = reader.has("id")
        let acceptance = isAccepting ? acceptance(reader, names) : nil
        if !isAccepting { refuseAcceptance(reader) }
        let (respond, inAnswer) = author.notingVariables {
            reader.nested("respond", .required).flatMap {
                author.reply($0, in: .answer(names, isAccepted: isAccepting))
            }
        }
        reader.finish()
        guard let name, let when, let respond else { return nil }
        return Route(
            name: name,
            when: when,
            lets: lets,
            respond: respond,
            asksHeld: inGuard.contains("held"),
            readsHeld: inLets.union(inAnswer).contains("held"),
            acceptance: acceptance
        )
    }

    private func lets(_ entries: [Entry]) -> [(name: String, value: Expression)] {
        var lets: [(name: String, value: Expression)] = []
        for entry in entries {
            if Scope.reservedNames.contains(where: entry.key.text.hasSameBytes) {
                author.problems.add("bad-name", "`\(entry.key.text)` has a meaning already", at: entry.key)
            }
            let text = entry.value.text("`\(entry.key.text)`", author.problems)
            guard let value = author.expression(text, in: .answer(lets.map(\.name))) else { continue }
            lets.append((entry.key.text, value))
        }
        return lets
    }

    private func acceptance(_ reader: MappingReader, _ lets: [String]) -> Acceptance? {
        let key = author.expression(reader.text("key"), in: .request(lets))
        let idempotency = reader.nested("idempotency").flatMap { self.idempotency($0, lets) }
        let id = author.template(reader.text("id"), in: .identity(lets))
        let references = author.data(reader.optional("references"), in: .accepted(lets))
        let summary = author.fields(reader.mapping("accepted"), in: .accepted(lets))
        let callbacks = reader.nestedList("callbacks").compactMap { callback($0, lets) }
        return id.map { id in
            Acceptance(
                key: key,
                idempotency: idempotency,
                id: id,
                references: references,
                summary: summary,
                callbacks: callbacks
            )
        }
    }

    private func idempotency(_ reader: MappingReader, _ lets: [String]) -> IdempotencyRule? {
        let key = author.expression(reader.text("key", .required), in: .request(lets))
        let conflict = reader.nested("conflict").flatMap { author.reply($0, in: .request(lets)) }
        reader.finish()
        return key.map { IdempotencyRule(key: $0, conflict: conflict) }
    }

    private func callback(_ reader: MappingReader, _ lets: [String]) -> CallbackPlan? {
        let after = reader.duration("after", in: .seconds(0)...(.days(30)), .required)
        let when = author.expression(reader.text("when"), in: .accepted(lets))
        if !reader.has("url"), !reader.has("hook") {
            let hint = "`hook: true` posts to the source's own hook, `url:` elsewhere"
            author.problems.add("missing-key", "a callback needs `url` or `hook`", hint: hint, at: reader.node)
        }
        let webhook = author.webhook(reader, in: .callback(lets))
        reader.finish()
        guard let after, let webhook else { return nil }
        return CallbackPlan(after: after, when: when, webhook: webhook)
    }

    /// Without an id nothing was accepted, so nothing can follow.
    private func refuseAcceptance(_ reader: MappingReader) {
        for key in Self.acceptingKeys where reader.optional(key) != nil {
            guard let place = reader.key(key) else { continue }
            let message = "`\(key)` is for requests that are accepted"
            author.problems.add("bad-value", message, hint: "add `id: …` to the route", at: place)
        }
    }
}
