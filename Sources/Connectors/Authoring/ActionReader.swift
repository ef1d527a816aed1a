import CEL
import Core
import YAML

/// Reads one entry of `actions`.
struct ActionReader {
    private let author: Author
    private let name: String
    private let reader: MappingReader

    /// All actions by name.
    static func all(_ reader: MappingReader, _ author: Author) -> [String: Action] {
        var actions: [String: Action] = [:]
        for entry in reader.mapping("actions") {
            let nested = MappingReader(entry.value, author.problems, name: "`\(entry.key.text)`")
            actions[entry.key.text] = ActionReader(author: author, name: entry.key.text, reader: nested).read()
        }
        author.inputs = nil
        return actions
    }

    /// Nil only beside a problem.
    private func read() -> Action? {
        let channel = reader.string("channel").map(Channel.init(rawValue:))
        let (inputs, inputType) = self.inputs()
        let scopes = ActionScopes(input: inputType, config: author.configType)
        let (idempotency, key) = self.idempotency(scopes)
        let rateLimit = reader.nested("rate_limit").flatMap { self.rateLimit($0, scopes) }
        let timeouts = reader.nested("timeout").map(timeouts) ?? CallTimeouts()
        let (request, secrets) = author.notingSecrets {
            reader.nested("request", .required).flatMap {
                RequestReader(author: author, scopes: scopes, reader: $0).read(key)
            }
        }
        let response = reader.nested("response", .required).flatMap { self.response($0, scopes.reply) }
        author.refuse(["fallback", "lookup"], in: reader)
        reader.finish()
        guard let request, let response, let idempotency else { return nil }
        return Action(
            name: name,
            channel: channel,
            idempotency: idempotency,
            rateLimit: rateLimit,
            inputs: inputs,
            secrets: secrets,
            timeouts: timeouts,
            request: request,
            response: response
        )
    }

    /// What the action is given, and the type of all of it.
    private func inputs() -> ([ActionInput], ValueType) {
        let entries = reader.mapping("input")
        author.inputs = entries.map(\.key.text) + ["known_id"]
        let inputs = entries.compactMap(input)
        let fields = inputs.map { (name: $0.name, type: $0.type) }
        return (inputs, .record(RecordType([("known_id", .string)] + fields)))
    }

    private func input(_ entry: Entry) -> ActionInput? {
        let kinds = ActionInput.Kind.allCases.flatMap { [$0.rawValue, "\($0.rawValue)?"] }
        let word = entry.value.choice("`\(entry.key.text)`", of: kinds, author.problems)
        guard let word else { return nil }
        let isOptional = word.hasSuffix("?")
        let kind = ActionInput.Kind(rawValue: isOptional ? String(word.dropLast()) : word)
        return kind.map { ActionInput(name: entry.key.text, kind: $0, isOptional: isOptional) }
    }

    /// How repetitions are told, and the value of the header that says so.
    private func idempotency(_ scopes: ActionScopes) -> (Idempotency?, DataTemplate?) {
        guard let node = reader.required("idempotency") else { return (nil, nil) }
        if node.entries == nil {
            let word = node.choice("`idempotency`", of: ["none", "natural"], author.problems)
            return (word.map { $0 == "none" ? .none : .natural } as Idempotency?, nil)
        }
        let nested = MappingReader(node, author.problems, name: "`idempotency`")
        author.refuse(["body"], in: nested)
        let header = nested.string("header", nested.has("body") ? .optional : .required)
        let value = author.data(nested.required("value"), in: scopes.call)
        let ttl = nested.duration("ttl")
        nested.finish()
        return (header.map { .header($0, ttl: ttl) }, value)
    }

    private func rateLimit(_ reader: MappingReader, _ scopes: ActionScopes) -> RateLimit? {
        let rate = reader.text("rate", .required)
        let burst = reader.int("burst", in: 1...1_000_000)
        let per = author.expression(reader.text("per"), in: scopes.call)
        author.refuse(["headers", "daily_quota_header"], in: reader)
        reader.finish()
        guard let rate else { return nil }
        let parts = rate.text.split(separator: "/", omittingEmptySubsequences: false)
        let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400] as [Substring: Int64]
        guard parts.count == 2, let count = Int(parts[0]), count > 0, let seconds = units[parts[1]] else {
            author.problems.add(
                "bad-value",
                "`rate` must be a rate",
                hint: "such as `25/s`, `100/m` or `1000/h`",
                at: rate
            )
            return nil
        }
        return RateLimit(
            count: count,
            period: .seconds(seconds),
            burst: burst ?? count,
            per: per.map(RateKey.init(expression:))
        )
    }

    private func timeouts(_ reader: MappingReader) -> CallTimeouts {
        let bounds = TimeSpan.milliseconds(1)...TimeSpan.seconds(300)
        var timeouts = CallTimeouts()
        timeouts.connect = reader.duration("connect", in: bounds) ?? timeouts.connect
        timeouts.total = reader.duration("total", in: bounds) ?? timeouts.total
        reader.finish()
        return timeouts
    }

    private func response(_ reader: MappingReader, _ scope: Scope) -> ResponseRules? {
        let ok = author.expression(reader.text("ok", .required), in: scope)
        let error = reader.nested("error")
        let rules = ResponseRules(
            reauth: rule("reauth", of: reader, scope),
            ok: ok,
            retry: rule("retry", of: reader, scope),
            retryAfter: rule("retry_after", of: reader, scope),
            permanent: rule("permanent", of: reader, scope),
            unknown: rule("unknown", of: reader, scope),
            result: author.fields(reader.mapping("result"), in: scope),
            code: author.data(error?.optional("code"), in: scope),
            message: author.data(error?.optional("message"), in: scope)
        )
        error?.finish()
        reader.finish()
        return ok == nil ? nil : rules
    }

    private func rule(_ key: String, of reader: MappingReader, _ scope: Scope) -> Expression? {
        author.expression(reader.text(key), in: scope)
    }
}
