import CEL
import Core
import YAML

/// Reads `receive.enrich`.
struct EnrichReader {
    let author: Author
    /// Where its expressions stand: they look at an item.
    let scope: Scope
    /// The connector's actions as they are written.
    let actions: Node?

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> EnrichPlan? {
        let when = author.expression(reader.text("when"), in: scope)
        let call = ErrandCallReader(author: author, actions: actions).read(reader, in: scope, asksOnly: true)
        reader.finish()
        return call.map { EnrichPlan(when: when, call: $0) }
    }
}

/// Reads which action an errand performs, and what it gives it: `action` and `input`.
struct ErrandCallReader {
    let author: Author
    /// The connector's actions as they are written.
    let actions: Node?

    /// Nil only beside a problem; `asksOnly` for one that must not change anything at the provider.
    func read(_ reader: MappingReader, in scope: Scope, asksOnly: Bool) -> ErrandCall? {
        let name = reader.text("action", .required)
        let entries = reader.mapping("input")
        let input = author.fields(entries, in: scope)
        guard let name else { return nil }
        guard let action = actions?.entries?.first(where: { $0.key.text.hasSameBytes(as: name.text) })?.value else {
            let names = actions?.entries?.map(\.key.text) ?? []
            let hint = Suggestion.hint(for: name.text, in: names) ?? "add it under `actions:`"
            author.problems.add("unknown-action", "there is no action `\(name.text)`", hint: hint, at: name)
            return nil
        }
        checkInputs(of: action, entries, name)
        if asksOnly, !action.onlyAsks {
            let hint = "name one with `method: GET`, or with `idempotency: natural`"
            author.problems.add("acting-action", "`\(name.text)` would change something", hint: hint, at: name)
        }
        return ErrandCall(action: name.text, input: input)
    }

    private func checkInputs(of action: Node, _ given: [Entry], _ name: SourceText) {
        let declared = action["input"]?.entries ?? []
        let names = declared.map(\.key.text) + ["known_id"]
        for key in given.map(\.key) where !names.contains(where: key.text.hasSameBytes) {
            let message = "`\(name.text)` takes no input `\(key.text)`"
            author.problems.add("unknown-input", message, hint: Suggestion.hint(for: key.text, in: names), at: key)
        }
        for entry in declared where entry.value.scalar?.text.hasSuffix("?") == false {
            if given.contains(where: { $0.key.text.hasSameBytes(as: entry.key.text) }) { continue }
            let hint = "add `input: {\(entry.key.text): …}`"
            let message = "`\(name.text)` needs the input `\(entry.key.text)`"
            author.problems.add("missing-input", message, hint: hint, at: name)
        }
    }
}

extension Diagnostic {
    /// What is wrong with a text that reads `full` where nothing is fetched, in better words; any other diagnostic as it
    /// is.
    func explained(of text: SourceText, in scope: Scope) -> Diagnostic {
        guard code == "cel-unknown-name", message.contains("`\(HookScopes.full)`"),
            scope.environment.variables.contains("item")
        else { return self }
        return Diagnostic(
            "missing-enrich",
            "`\(HookScopes.full)` is what is fetched for an item, and nothing is",
            hint: "add `enrich: {action: NAME}` to `receive`",
            file: text.file,
            place: place
        )
    }
}

extension Node {
    /// Whether an action changes nothing at the provider, however often it is performed.
    fileprivate var onlyAsks: Bool {
        self["request"]?["method"]?.scalar?.text.hasSameBytes(as: "GET") == true
            || self["idempotency"]?.scalar?.text.hasSameBytes(as: "natural") == true
    }
}
