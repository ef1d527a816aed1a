import Connectors
import Core
import Store

/// Reads one page of a provider's list into the journal.
struct PageReader: Sendable {
    let name: ErrandName
    let poll: Poll
    let source: Source
    let store: any EventStore
    let caller: ActionCaller
    let clock: any WallClock

    /// Asks for the page behind the cursor and keeps what is new in it.
    ///
    /// Its items and the new cursor are written in one transaction: nothing is skipped, and what a crash undoes is asked
    /// for again.
    func read() async throws(ErrandFailure) -> (hasMore: Bool, accepted: Int) {
        let cursor = try await cursor()
        let reply = try await ask(behind: cursor)
        let page: PolledPage
        do throws(ReadFailure) {
            page = try source.page(of: poll, in: reply, cursor: cursor, at: clock.now)
        } catch {
            throw .unreadable(error)
        }
        return (page.hasMore, try await keep(page))
    }

    private func cursor() async throws(ErrandFailure) -> String {
        do throws(StoreError) {
            return try await store.read { [name] (tx) throws(StoreError) in
                try tx.cursor(name.description)?.value ?? ""
            }
        } catch {
            throw .store(error)
        }
    }

    private func ask(behind cursor: String) async throws(ErrandFailure) -> HTTPReply {
        let now = clock.now
        let action: Action
        let request: ActionRequest
        do throws(ReadFailure) {
            let question = try source.question(of: poll, cursor: cursor, at: now)
            action = question.action
            let id = name.description
            request = ActionRequest(id: id, input: question.input, source: source, callbackURL: "", now: now)
        } catch {
            throw .unreadable(error)
        }
        let report = await caller.perform(action, request)
        if let failure = ErrandFailure(report.outcome) { throw failure }
        guard let reply = report.reply else { throw .refused(code: "no_reply", retryAfter: nil) }
        return reply
    }

    private func keep(_ page: PolledPage) async throws(ErrandFailure) -> Int {
        let keys = page.items.map { ItemKey(key: $0.key, digest: "", index: $0.index) }
        let webhook = page.webhook.redacted
        let label = source.connector.label
        let reached = Cursor(name: name.description, value: page.cursor, at: page.webhook.received)
        do throws(StoreError) {
            return try await store.write { (tx) throws(StoreError) in
                let new = try Self.new(keys, of: webhook.source, tx)
                let receipt = new.isEmpty ? nil : try tx.append(webhook, connector: label, items: new)
                try tx.save(reached)
                return receipt?.accepted ?? 0
            }
        } catch {
            throw .store(error)
        }
    }

    /// What the journal does not have: most of a list is there already, by webhook or by an earlier page.
    private static func new(
        _ keys: [ItemKey],
        of source: String,
        _ tx: any StoreTransaction
    ) throws(StoreError) -> [ItemKey] {
        var new: [ItemKey] = []
        for key in keys where try tx.item(source: source, key: key.key) == nil { new.append(key) }
        return new
    }
}
