import CEL
import Core
import YAML

/// Reads `verify`.
struct VerifyReader {
    let author: Author
    let scopes: HookScopes
    /// The actions that a step may call, as they are written.
    let actions: Node?

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> VerifyPlan? {
        let refusal =
            reader.nested("on_fail").map { author.answer($0, status: 401, in: scopes.request()) } ?? .plain(401)
        let rules = ["all", "any", "none"].compactMap { key in reader.optional(key).map { (key, $0) } }
        reader.finish()
        guard rules.count == 1 else {
            let hint = "`all:` or `any:` with a list of steps, or `none: {because: TEXT}`"
            author.problems.add("bad-value", "`verify` needs one rule", hint: hint, at: reader.node)
            return nil
        }
        return rule(rules[0].0, rules[0].1).map { VerifyPlan(rule: $0, refusal: refusal) }
    }

    private func rule(_ key: String, _ node: Node) -> VerifyPlan.Rule? {
        guard key != "none" else { return nothing(MappingReader(node, author.problems, name: "`none`")) }
        guard let nodes = node.list("`\(key)`", author.problems) else { return nil }
        guard !nodes.isEmpty else {
            author.problems.add(
                "bad-value",
                "`\(key)` needs a step",
                hint: "or write `none: {because: TEXT}`",
                at: node
            )
            return nil
        }
        let steps = nodes.compactMap { step(MappingReader($0, author.problems, name: "a step")) }
        guard steps.count == nodes.count else { return nil }
        return key == "all" ? .all(steps) : .any(steps)
    }

    private func nothing(_ reader: MappingReader) -> VerifyPlan.Rule? {
        let because = reader.string("because", .required)
        reader.finish()
        return because.map { .nothing(because: $0) }
    }

    private func step(_ reader: MappingReader) -> VerifyStep? {
        let kind = author.word("type", StepKind.self, in: reader, .required)
        let when = author.expression(reader.text("when"), in: scopes.request())
        let each = author.expression(reader.text("each"), in: scopes.request())
        let place = StepPlace(scopes, item: reader.has("each") ? each?.type.element ?? .dyn : nil)
        let require = author.expression(reader.text("require"), in: place.plain)
        let timestamp = reader.nested("timestamp").flatMap { signingTime($0, in: place.plain) }
        guard let kind else { return nil }
        let check = CheckReader(author: author, reader: reader, place: place, actions: actions).check(kind)
        let scope = kind == .jwt ? place.withClaims : place.plain
        let nonce = reader.nested("nonce").flatMap { nonce in
            self.nonce(nonce, in: scope, atLeast: timestamp?.tolerance ?? check?.longestAge)
        }
        reader.finish()
        guard let check, !reader.has("nonce") || nonce != nil else { return nil }
        return VerifyStep(
            when: when,
            each: each,
            require: require,
            check: check,
            timestamp: timestamp,
            nonce: nonce
        )
    }

    /// `{value, ttl}`: forgotten no sooner than the request is too old anyway.
    private func nonce(_ reader: MappingReader, in scope: Scope, atLeast age: TimeSpan?) -> NoncePlan? {
        let value = author.expression(reader.text("value", .required), in: scope)
        let bounds = TimeSpan.seconds(60)...TimeSpan.days(31)
        let lifetime = reader.has("ttl") ? reader.duration("ttl", in: bounds) : NoncePlan.defaultLifetime
        if let lifetime, let age, lifetime < age {
            let hint = "a request is good for \(age.microseconds / 1_000_000) s: write `ttl` as long at least"
            let place = reader.optional("ttl") ?? reader.node
            author.problems.add("bad-value", "this nonce is forgotten too soon", hint: hint, at: place)
        }
        reader.finish()
        guard let value, let lifetime else { return nil }
        return NoncePlan(value: value, lifetime: lifetime)
    }

    private func signingTime(_ reader: MappingReader, in scope: Scope) -> SigningTime? {
        let value = author.expression(reader.text("value", .required), in: scope)
        let format = author.word("format", SigningTime.Format.self, in: reader, .required)
        let tolerance = reader.int("tolerance_s", in: 1...86_400 * 7, .required)
        let boundsFuture = reader.bool("future") ?? false
        reader.finish()
        guard let value, let format, let tolerance else { return nil }
        return SigningTime(
            value: value,
            format: format,
            tolerance: .seconds(Int64(tolerance)),
            boundsFuture: boundsFuture
        )
    }
}

extension VerifyStep.Check {
    /// How old a token may be at most, where it has no end of its own.
    fileprivate var longestAge: TimeSpan? {
        if case .token(let plan) = self { plan.age } else { nil }
    }
}

/// Where the expressions of a step stand.
struct StepPlace {
    let plain: Scope
    /// The content of a plain hash.
    let withSecrets: Scope
    /// What is required of a token.
    let withClaims: Scope

    /// Of a step with `each` with an item of this type.
    init(_ scopes: HookScopes, item: ValueType?) {
        plain = item.map { scopes.item($0) } ?? scopes.request()
        withSecrets = item.map { scopes.item($0, secrets: true) } ?? scopes.request(secrets: true)
        withClaims = scopes.claims(of: item)
    }
}
