import Core
import YAML

/// What a case of a poll begins with instead of a request: the provider's reply, and where reading had come to.
struct CasePoll: Sendable {
    /// The poll's name, as it is written.
    let name: SourceText
    let reply: HTTPReply
    /// Empty at the very first.
    let cursor: String
}

/// One page of a provider's list, as a connector reads it.
struct PageTrial: Sendable {
    /// Where to read on.
    let cursor: String
    /// Whether another page is there at once.
    let hasMore: Bool
}

extension Trial {
    /// Reads a reply to a poll at `now`, without asking anybody and without storing anything.
    ///
    /// `full` is what would be fetched for thin items.
    init(_ poll: CasePoll, source: Source, now: Timestamp, full: JSON?) {
        self.init(trusting: HookAnswer(status: 200))
        do throws(ReadFailure) {
            let plan = try source.poll(named: poll.name.text)
            let (action, input) = try source.question(of: plan, cursor: poll.cursor, at: now)
            let request = ActionRequest(id: poll.name.text, input: input, source: source, callbackURL: "", now: now)
            guard case .accepted = action.outcome(of: .replied(poll.reply), request: request) else {
                throw ReadFailure(reason: "the reply is not what `\(action.name)` takes for `ok`")
            }
            let page = try source.page(of: plan, in: poll.reply, cursor: poll.cursor, at: now)
            self.page = PageTrial(cursor: page.cursor, hasMore: page.hasMore)
            read(source.trusted(page.webhook), source, full: full)
        } catch {
            failure = error.reason
        }
    }
}

/// Reads what a case of a poll begins with.
struct CasePollReader {
    let reader: MappingReader
    let problems: Problems

    /// Nil only beside a problem.
    func read(_ name: SourceText) -> CasePoll? {
        let cursor = reader.string("cursor") ?? ""
        guard let node = reader.required("reply") else { return nil }
        guard let reply = HTTPReply(node.json) else {
            let hint = "as in `{status: 200, json: {…}}`, with `headers` and `body` as wanted"
            problems.add("bad-value", "`reply` is no reply", hint: hint, at: node)
            return nil
        }
        return CasePoll(name: name, reply: reply, cursor: cursor)
    }
}
