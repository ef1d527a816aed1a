import CEL
import Core
import YAML

/// Reads one entry of `actions`.
struct ActionReader {
    private let author: Author
    private let name: String
    private let reader: MappingReader
    private let tokens: [String: TokenGrant]

    /// All actions by name.
    ///
    /// Requests may carry the access tokens given.
    static func all(
        _ reader: MappingReader,
        _ author: Author,
        tokens: [String: TokenGrant] = [:]
    ) -> [String: Action] {
        var actions: [String: Action] = [:]
        let entries = reader.mapping("actions")
        for entry in entries {
            let nested = MappingReader(entry.value, author.problems, name: "`\(entry.key.text)`")
            let action = ActionReader(author: author, name: entry.key.text, reader: nested, tokens: tokens)
            actions[entry.key.text] = action.read()
        }
        author.inputs = nil
        ActionLinks(actions: actions, names: entries.map(\.key.text), problems: author.problems).check()
        return actions.sharingSecrets()
    }

    /// Nil only beside a problem.
    private func read() -> Action? {
        let channel = reader.string("channel").map(Channel.init(rawValue:))
        let (inputs, inputType) = self.inputs()
        let scopes = ActionScopes(input: inputType, config: author.configType)
        let (idempotency, key) = IdempotencyReader(author: author, reader: reader).read(scopes)
        let rateLimit = reader.nested("rate_limit").flatMap {
            RateLimitReader(author: author, reader: $0).read(scopes)
        }
        let timeouts = reader.nested("timeout").map(timeouts) ?? CallTimeouts()
        let (request, secrets) = author.notingSecrets {
            reader.nested("request", .required).flatMap {
                RequestReader(author: author, scopes: scopes, tokens: tokens.keys.sorted(), reader: $0).read(key)
            }
        }
        let response = reader.nested("response", .required)
        let keptBytes = response?.size("max_body", in: 1...Self.mostKeptBytes)
        let rules = response.flatMap { ResponseReader(author: author, reader: $0).read(scopes.reply) }
        let links = LinkReader(author: author, reader: reader)
        let (fallbacks, lookup) = (links.fallbacks(scopes), links.lookup(scopes))
        reader.finish()
        guard let request, let rules, let idempotency else { return nil }
        checkPlace(of: idempotency, in: request.body)
        return Action(
            name: name,
            channel: channel,
            idempotency: idempotency,
            rateLimit: rateLimit,
            inputs: inputs,
            secrets: secrets.union(secretsOfToken(request)),
            timeouts: timeouts,
            keptBodyBytes: keptBytes ?? Self.keptBytes(of: request),
            request: request,
            response: rules,
            fallbacks: fallbacks,
            lookup: lookup
        )
    }

    /// Bytes of a reply that may be kept: all that the transport reads.
    private static let mostKeptBytes = 8 * 1024 * 1024

    /// What is asked for is what comes back: lists of records are longer than the answer to a message.
    private static func keptBytes(of request: RequestTemplate) -> Int {
        request.method == "GET" ? 1024 * 1024 : HTTPReply.keptBodyBytes
    }

    private func secretsOfToken(_ request: RequestTemplate) -> Set<String> {
        if case .token(let name) = request.authentication { tokens[name]?.secrets ?? [] } else { [] }
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
        let word = entry.value.choice("`\(entry.key.text)`", of: ActionInput.words, author.problems)
        guard let word else { return nil }
        let isOptional = word.hasSuffix("?")
        let kind = ActionInput.Kind(rawValue: isOptional ? String(word.dropLast()) : word)
        return kind.map { ActionInput(name: entry.key.text, kind: $0, isOptional: isOptional) }
    }

    private func timeouts(_ reader: MappingReader) -> CallTimeouts {
        let bounds = TimeSpan.milliseconds(1)...TimeSpan.seconds(300)
        var timeouts = CallTimeouts()
        timeouts.connect = reader.duration("connect", in: bounds) ?? timeouts.connect
        timeouts.total = reader.duration("total", in: bounds) ?? timeouts.total
        reader.finish()
        return timeouts
    }

    private func checkPlace(of idempotency: Idempotency, in body: RequestTemplate.Body) {
        guard case .body(let path, _) = idempotency, !body.hasFields else { return }
        let message = "the body has no place for `\(path)`"
        author.problems.add("bad-value", message, hint: "write `json`, `form` or `form_nested`", at: reader.node)
    }
}

extension ActionInput {
    /// How a kind is written; `?` for an input that may be missing.
    static let words = Kind.allCases.flatMap { [$0.rawValue, "\($0.rawValue)?"] }
}

extension RequestTemplate.Body {
    /// Whether a field can be added to it.
    fileprivate var hasFields: Bool {
        switch self {
        case .form, .nestedForm, .json(.map), .json(.text): true
        case .none, .json, .multipart, .xml, .text, .mail: false
        }
    }
}
