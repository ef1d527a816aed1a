import CCurl
public import Core

/// Why a ``CurlTransport`` cannot be made.
public enum CurlUnavailable: String, Error, Sendable {
    /// libcurl is older than 7.87, or was built without TLS or without a resolver that runs beside the transfers.
    case libraryUnfit = "library_unfit"
    /// No memory or no thread.
    case noResources = "no_resources"
}

/// Sends requests with libcurl.
///
/// One thread drives all of them; any task may send.
///
/// Connections are kept and used again. A request that libcurl would send a second time by itself is stopped before
/// its second first byte, and every address is judged after it was resolved and again before a kept connection is
/// used. Cancelling a task that sends does not end its request: what was written stays written.
public final class CurlTransport: HTTPTransport {
    private let queue: OrderQueue
    private let thread: PosixThread

    /// A transport at work.
    ///
    /// - Parameters:
    ///   - connections: The most connections at a time, idle ones among them. Requests beyond wait within their time.
    ///   - connectionsPerHost: The most connections to one host and port.
    ///   - authorities: A PEM file of certificate authorities instead of the system's.
    /// - Throws: ``CurlUnavailable`` when libcurl, memory or threads do not suffice.
    public init(
        connections: Int = 256,
        connectionsPerHost: Int = 64,
        authorities: String? = nil
    ) throws(CurlUnavailable) {
        guard CurlLibrary.isFit else { throw .libraryUnfit }
        guard let multi = MultiHandle(connections: connections, connectionsPerHost: connectionsPerHost) else {
            throw .noResources
        }
        let queue = OrderQueue { multi.wake() }
        let thread = PosixThread {
            var loop = CurlLoop(queue: queue, multi: multi, authorities: authorities)
            loop.run()
            queue.markEnded()
        }
        guard let thread else { throw .noResources }
        self.queue = queue
        self.thread = thread
    }

    deinit {
        queue.requestStop()
    }

    /// Sends `call` once and tells how it ended.
    ///
    /// What cannot be sent as it is never reaches libcurl.
    public func send(_ call: HTTPCall) async -> CallResult {
        if let problem = RequestCheck.problem(with: call) { return .neverSent(problem) }
        return await withCheckedContinuation { queue.submit(Order(call: call, answer: $0)) }
    }

    /// Ends all requests: ``CallResult/lost(_:)`` where bytes may have left, otherwise ``CallResult/neverSent(_:)``,
    /// both with ``CallFailure/stopped``.
    ///
    /// Returns when the thread has ended.
    public func stop() async {
        queue.requestStop()
        await queue.waitForEnd()
        thread.join()
    }
}
