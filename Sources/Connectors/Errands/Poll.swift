import CEL
public import Core

/// A provider's list that is read again and again: where nothing is pushed, or to learn what was pushed and did not
/// arrive.
public struct Poll: Sendable {
    /// Its name in `connector.yaml`.
    public let name: String
    /// How often it is read.
    public let every: TimeSpan
    /// Whether it is read at all; always when there is none.
    let when: Expression?
    let call: ErrandCall
    /// The list of items in a reply.
    ///
    /// Sees only the body, since a reply is read again from the journal.
    let split: Expression
    /// What an item is deduplicated by; its digest when there is none.
    let key: Expression?
    /// Where to read on.
    let cursor: Expression
    /// Whether another page is there at once.
    let more: Expression?
    let rules: ItemRules
}

/// One reply to a poll.
public struct PolledPage: Sendable {
    /// The reply as the journal keeps it.
    public let webhook: RawWebhook
    /// What is in it.
    public let items: [Item]
    /// Where to read on.
    public let cursor: String
    /// Whether another page is there at once.
    public let hasMore: Bool
}

extension Source {
    /// Bytes of a cursor.
    private static let cursorLimit = 4096

    /// The lists that are wanted and can be asked for: none for which a secret is missing.
    public func polls(at now: Timestamp) -> [Poll] {
        let missing = missingSecrets
        return connector.polls.filter { poll in
            guard let action = connector.actions[poll.call.action] else { return false }
            return action.secrets.isDisjoint(with: missing) && isWanted(poll, at: now)
        }
    }

    /// What cannot be decided is read: better once too often than a stop missed.
    private func isWanted(_ poll: Poll, at now: Timestamp) -> Bool {
        do throws(ReadFailure) {
            return try poll.when?.holds(bindings(cursor: "", now: now)) ?? true
        } catch {
            return true
        }
    }

    /// The poll with this name.
    func poll(named name: String) throws(ReadFailure) -> Poll {
        guard let poll = connector.polls.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw ReadFailure(reason: "\(connector.name) has no poll `\(name)`")
        }
        return poll
    }

    /// What is asked of the provider for the page behind `cursor`, which is empty at the very first.
    public func question(
        of poll: Poll,
        cursor: String,
        at now: Timestamp
    ) throws(ReadFailure) -> (action: Action, input: JSONObject) {
        try poll.call.render(bindings(cursor: cursor, now: now), of: self)
    }

    /// Reads a reply that the action took for its `ok`.
    public func page(
        of poll: Poll,
        in reply: HTTPReply,
        cursor: String,
        at now: Timestamp
    ) throws(ReadFailure) -> PolledPage {
        let webhook = RawWebhook.reply(
            to: poll.name,
            source: name,
            body: RequestBindings.document(of: reply),
            received: now
        )
        let items = try items(of: poll, in: webhook)
        var bindings = bindings(cursor: cursor, now: now)
        RequestBindings.bind(reply, to: &bindings)
        let next = try poll.cursor.read(bindings)
        guard let word = next.isBlank ? cursor : next.word, word.utf8.count <= Self.cursorLimit else {
            throw ReadFailure("`cursor` must yield a text of at most \(Self.cursorLimit) bytes", in: poll.cursor.source)
        }
        let hasMore = try poll.more?.holds(bindings) ?? false
        if hasMore, word.hasSameBytes(as: cursor) {
            throw ReadFailure("there is more, and `cursor` stands still", in: poll.cursor.source)
        }
        return PolledPage(webhook: webhook, items: items, cursor: word, hasMore: hasMore)
    }

    /// Falls a reply into items, a new one as one from the journal.
    func items(of poll: Poll, in webhook: RawWebhook) throws(ReadFailure) -> [Item] {
        var bindings = poll.rules.environment.bindings()
        RequestBindings.bind(webhook, config: config, now: webhook.received, to: &bindings)
        let body = try DecodedBody(webhook, as: .json)
        RequestBindings.bind(body, to: &bindings)
        return try ItemReader(poll: poll, webhook: webhook, bindings: bindings).items(of: body)
    }

    private func bindings(cursor: String, now: Timestamp) -> Bindings {
        var bindings = ErrandScopes.environment.bindings()
        bindings["cursor"] = Value(cursor)
        bindings["config"] = Value(JSON.object(config))
        bindings["now"] = Value(now)
        return bindings
    }
}
