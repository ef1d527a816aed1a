import CEL
import Core
import YAML

/// Reads `poll`.
struct PollReader {
    let author: Author
    /// How webhooks are read: what a list brings is read so too, unless a poll says otherwise.
    let hook: Hook?
    /// The connector's actions as they are written.
    let actions: Node?

    private static let intervals = TimeSpan.seconds(1)...TimeSpan.days(7)

    /// All polls, in the order written.
    func all(_ reader: MappingReader) -> [Poll] {
        reader.mapping("poll").compactMap { entry in
            let nested = MappingReader(entry.value, author.problems, name: "`\(entry.key.text)`")
            defer { nested.finish() }
            return read(nested, called: entry.key)
        }
    }

    /// Nil only beside a problem.
    private func read(_ reader: MappingReader, called name: SourceText) -> Poll? {
        let every = reader.duration("every", in: Self.intervals, .required)
        let scopes = ErrandScopes(config: author.configType)
        let when = author.expression(reader.text("when"), in: scopes.renewal)
        let call = ErrandCallReader(author: author, actions: actions).read(reader, in: scopes.question, asksOnly: true)
        let normalize = reader.nested("normalize")
        let places = HookScopes(config: author.configType, lets: NormalizeReader.names(in: normalize))
        let split = author.expression(reader.text("split", .required), in: places.request())
        let item = split?.type.element ?? .dyn
        let key = author.expression(reader.text("key"), in: places.item(item))
        let cursor = author.expression(reader.text("cursor", .required), in: scopes.reply)
        let more = author.expression(reader.text("more"), in: scopes.reply)
        let plan = normalize.map { NormalizeReader(author: author, scopes: places, item: item).read($0) }
        let rules = plan.map { ItemRules(polled: $0, environment: places.environment) } ?? hook?.polledRules
        if rules == nil, normalize == nil { refuse(name, in: reader) }
        guard let every, let call, let split, let cursor, let rules, isName(name) else { return nil }
        return Poll(
            name: name.text,
            every: every,
            when: when,
            call: call,
            split: split,
            key: key ?? (plan == nil ? hook?.receive.key : nil),
            cursor: cursor,
            more: more,
            rules: rules
        )
    }

    private func refuse(_ name: SourceText, in reader: MappingReader) {
        // a `verify` that cannot be read is told already
        if author.problems.diagnostics.hasErrors { return }
        let hint = "add `normalize: {rules: […]}` to it"
        author.problems.add("missing-key", "nothing says what the items of `\(name.text)` mean", hint: hint, at: name)
    }

    /// It stands in the journal and in names of cursors.
    private func isName(_ name: SourceText) -> Bool {
        let isName = name.text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 0x5F }
        if isName, (1...64).contains(name.text.utf8.count) { return true }
        let hint = "lower-case letters, digits and `_`, at most 64"
        author.problems.add("bad-value", "a poll cannot be called `\(name.text)`", hint: hint, at: name)
        return false
    }
}

extension ItemRules {
    /// Rules of a poll's own: nobody but the provider answers what we ask, so nothing is unverified.
    fileprivate init(polled normalize: NormalizePlan, environment: Environment) {
        self.init(environment: environment, normalize: normalize, enrich: nil, isUnverified: false)
    }
}

extension Hook {
    /// How webhooks are read, for what a list brings.
    fileprivate var polledRules: ItemRules {
        ItemRules(environment: environment, normalize: normalize, enrich: receive.enrich, isUnverified: false)
    }
}

extension HookScopes {
    /// Scopes of a reply to a poll, whose body may be any JSON.
    fileprivate init(config: ValueType, lets: [String]) {
        self.init(json: .dyn, isByExample: false, config: config, lets: lets, enriches: false)
    }
}
