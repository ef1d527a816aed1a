import Core
import YAML

/// Looks at where `fallback` and `lookup` lead: to actions that are there, that get what they need, and to an end.
struct ActionLinks {
    /// Those that could be read.
    let actions: [String: Action]
    /// All that are written, in their order.
    let names: [String]
    let problems: Problems

    func check() {
        let given = names.compactMap { actions[$0] }
        for action in given {
            for fallback in action.fallbacks {
                check(fallback.action, inputs: fallback.input, of: action)
            }
            if let lookup = action.lookup { check(lookup, of: action) }
        }
        for action in given { checkEnd(of: action) }
    }

    private func check(_ lookup: Lookup, of action: Action) {
        check(lookup.action, inputs: lookup.input, of: action)
        guard let asked = actions[lookup.action.text], !asked.isHarmless else { return }
        let message = "`\(asked.name)` may change something, so that nobody can be asked by it"
        let hint = "if it only looks, it has `idempotency: natural`"
        problems.add("lookup-acts", message, hint: hint, at: lookup.action)
    }

    private func check(_ name: SourceText, inputs: [DataField], of action: Action) {
        guard names.contains(where: name.text.hasSameBytes) else {
            let hint = Suggestion.hint(for: name.text, in: names)
            return problems.add("unknown-action", "there is no action `\(name.text)`", hint: hint, at: name)
        }
        guard let target = actions[name.text] else { return }
        checkGiven(inputs, to: target)
        let given = action.inputs.map(\.name) + inputs.map(\.name)
        for needed in target.inputs where !needed.isOptional {
            guard !given.contains(where: needed.name.hasSameBytes) else { continue }
            let hint = "add `input: {\(needed.name): …}`"
            problems.add("missing-input", "`\(name.text)` needs the input `\(needed.name)`", hint: hint, at: name)
        }
    }

    private func checkGiven(_ inputs: [DataField], to target: Action) {
        let names = target.inputs.map(\.name) + ["known_id"]
        for input in inputs where !names.contains(where: input.name.hasSameBytes) {
            let message = "`\(target.name)` takes no input `\(input.name)`"
            problems.add("unknown-input", message, hint: Suggestion.hint(for: input.name, in: names), at: input.source)
        }
    }

    /// Tells a circle once, at the first of its actions, and a chain of too many at its beginning.
    private func checkEnd(of action: Action) {
        var open: [(chain: [String], place: SourceText)] = action.fallbacks.map { ([action.name], $0.action) }
        while let (chain, place) = open.popLast() {
            let next = place.text
            if let first = chain.first, next.hasSameBytes(as: first) {
                if first == circleHead(chain) { tellCircle(chain + [next], at: place) }
            } else if chain.contains(where: next.hasSameBytes) {
                continue
            } else if chain.count > Fallback.hopLimit {
                let names = (chain + [next]).joined(separator: " → ")
                let message = "more than \(Fallback.hopLimit) fallbacks after another: \(names)"
                return problems.add("long-fallback", message, at: place)
            } else {
                open += (actions[next]?.fallbacks ?? []).map { (chain + [next], $0.action) }
            }
        }
    }

    /// The action of a circle that is written first.
    private func circleHead(_ chain: [String]) -> String? {
        names.first { name in chain.contains(where: name.hasSameBytes) }
    }

    private func tellCircle(_ chain: [String], at place: SourceText) {
        let message = "the fallbacks go in a circle: \(chain.joined(separator: " → "))"
        problems.add("fallback-circle", message, at: place)
    }
}
