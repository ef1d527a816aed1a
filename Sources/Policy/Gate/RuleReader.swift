import CEL
import Core
public import YAML

extension Rule {
    /// Reads one rule (`compliance.md` section 6.2).
    ///
    /// Nil and problems, each with its place, when it is not one; unknown keys are problems too.
    public static func read(_ node: Node, _ problems: Problems) -> Rule? {
        let reader = MappingReader(node, problems, name: "a rule")
        let id = reader.word("id", .required)
        let explain = reader.word("explain", .required)
        let outcome = reader.choice("outcome", Outcome.self, .required)
        let test = reader.test()
        let title = reader.string("title")
        let citation = reader.strings("citation")
        let authority = reader.choice("authority", Authority.self) ?? .policy
        let verified = reader.nested("verified").map(Verification.init)
        let effective = reader.nested("effective").map(Effective.init)
        let jurisdiction = reader.nested("jurisdiction").map(Jurisdiction.init)
        let actors = reader.choices("actors", of: Creditor.actors)
        let scope = reader.nested("applies").map(Scope.init) ?? Scope()
        let onMissing = reader.missing("on_missing")
        let evidence = reader.choices("evidence", of: RuleWords.evidence)
        reader.finish()
        guard let id, let explain, let outcome, let test else { return nil }
        return Rule(
            id: id,
            title: title,
            explain: explain,
            citation: citation,
            authority: authority,
            verified: verified,
            effective: effective,
            jurisdiction: jurisdiction,
            actors: actors,
            scope: scope,
            test: test,
            onMissing: onMissing,
            outcome: outcome,
            evidence: evidence
        )
    }
}

extension Rule.Verification {
    fileprivate init(_ reader: MappingReader) {
        self.init(on: reader.date("on"), by: reader.string("by"), note: reader.string("note"))
        reader.finish()
    }
}

extension Rule.Effective {
    fileprivate init(_ reader: MappingReader) {
        self.init(from: reader.date("from"), to: reader.date("to"))
        if let from, let to, to < from {
            reader.problems.add("bad-value", "`to` comes before `from`", at: reader.node)
        }
        reader.finish()
    }
}

extension Rule.Jurisdiction {
    fileprivate init(_ reader: MappingReader) {
        _ = reader.choice("country", of: ["US"])
        let locality = reader.string("locality")
        let state = reader.choice("state", of: Geography.bundled.stateCodes, locality == nil ? .optional : .required)
        self.init(state: state, locality: locality)
        reader.finish()
    }
}

extension Scope {
    fileprivate init(_ reader: MappingReader) {
        actions = reader.choices("actions", of: RuleWords.actions)
        channels = reader.channels("channels")
        modes = reader.choices("modes", of: RuleWords.modes)
        recipients = reader.choices("recipients", of: RuleWords.recipients)
        lines = reader.choices("lines", of: RuleWords.lines)
        exemptions = reader.list("unless").compactMap { Exemption($0, reader.problems) }
        reader.finish()
    }
}

extension Exemption {
    fileprivate init?(_ node: Node, _ problems: Problems) {
        guard node.entries != nil else {
            guard let predicate = Predicate(node, "every element of `unless`", problems) else { return nil }
            self = .when(predicate)
            return
        }
        let reader = MappingReader(node, problems, name: "an exemption")
        let purposes = reader.strings("purpose_in")
        let recipients = reader.choices("recipient_in", of: RuleWords.recipients)
        reader.finish()
        guard purposes.isEmpty != recipients.isEmpty else {
            problems.add("bad-exemption", "an exemption is `purpose_in`, `recipient_in` or an expression", at: node)
            return nil
        }
        self = purposes.isEmpty ? .recipients(recipients) : .purposes(purposes)
    }
}

extension Predicate {
    /// An expression over ``FactsEnvironment``.
    init?(_ node: Node, _ name: String, _ problems: Problems) {
        guard let source = node.text(name, problems) else { return nil }
        do throws(Diagnostics) {
            expression = try Expression.compile(source, in: FactsEnvironment.environment)
            problems.add(expression.warnings)
        } catch {
            problems.add(error)
            return nil
        }
    }
}
