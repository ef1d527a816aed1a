import Synchronization

/// Tells those who send what those who poll have reached, so that no contact leaves before we have heard what was said
/// while we were not there.
///
/// At the start nothing leaves until every poll has succeeded once and what it brought has been read, or has failed three
/// times. After that contacts wait only through sources whose poll keeps failing, or had a long gap: no success for ten
/// of its intervals, and ten minutes at least (a suspended machine, an outage of the provider).
public final class CatchUp: Sendable {
    private let state = Mutex(CatchUpState())
    private let sinceBoot: @Sendable () -> Int64

    /// Nothing is held until ``expect(_:)`` names polls; `sinceBoot` gives microseconds that no one can set.
    public init(sinceBoot: @escaping @Sendable () -> Int64 = { MachineTime.sinceBoot }) {
        self.sinceBoot = sinceBoot
    }

    /// What may not leave now.
    public var hold: ContactHold { state.withLock { $0.hold(at: sinceBoot()) } }

    /// Whether somebody should look how far reading is.
    public var isReading: Bool { state.withLock { $0.isReading } }

    /// These are the polls from now on, each with its interval; one that was not among them is behind.
    public func expect(_ polls: [ErrandName: TimeSpan]) { state.withLock { $0.expect(polls) } }

    /// A poll has read its provider's list to the end.
    ///
    /// `newest` is the number of the last webhook in the journal, 0 when it is empty: the poll has caught up once that
    /// and all before it have been read.
    public func noteSuccess(of poll: ErrandName, newest: Int64) {
        state.withLock { $0.noteSuccess(of: poll, newest: newest, at: sinceBoot()) }
    }

    /// A poll could not read its provider's list.
    public func noteFailure(of poll: ErrandName) { state.withLock { $0.noteFailure(of: poll) } }

    /// The oldest webhook with an unread item has this number; nil when everything has been read.
    public func noteReading(oldestUnread: Int64?) { state.withLock { $0.noteReading(oldestUnread: oldestUnread) } }
}
