import Connectors
import Core

/// Asks providers whether requests are theirs.
actor PostbackCaller {
    /// Questions at the same time: nobody has verified yet who makes us ask.
    private static let limit = 16

    private let caller: ActionCaller
    private var open = 0

    init(caller: ActionCaller) {
        self.caller = caller
    }

    /// What the provider replied; nil when nothing came within ``Postback/timeLimit``, or too much is asked now.
    ///
    /// A question that takes longer goes on, counts, and is of no use any more.
    func reply(to postback: Postback) async -> HTTPReply? {
        guard open < Self.limit else { return nil }
        open += 1
        let (replies, end) = AsyncStream<HTTPReply?>.makeStream(bufferingPolicy: .bufferingOldest(1))
        Task {
            let report = await caller.perform(postback.action, postback.request)
            end.yield(report.reply)
            open -= 1
        }
        let alarm = Task {
            try await Task.sleep(for: .microseconds(Postback.timeLimit.microseconds))
            end.yield(nil)
        }
        defer { alarm.cancel() }
        for await reply in replies { return reply }
        return nil
    }
}
