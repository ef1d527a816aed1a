import Glibc

/// When a read or write that has failed is worth another try.
enum Readiness {
    /// Whether it is: after a signal, or, when the descriptor does not block, once it is ready for `events` (`POLLIN`,
    /// `POLLOUT`), for which this waits.
    static func comes(to descriptor: Int32, for events: Int32, after failure: Int32) -> Bool {
        guard failure == EAGAIN else { return failure == EINTR }
        var wanted = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        return poll(&wanted, 1, -1) > 0 || errno == EINTR
    }
}
