import Glibc
import Synchronization

/// One POSIX thread, for what blocks: a database, a transfer loop.
///
/// It blocks all signals, so that they reach other threads, and a broken pipe or a file size limit is an error here and
/// not a death.
public final class PosixThread: Sendable {
    private let identity: Mutex<pthread_t?>

    /// Starts a thread that runs `body`; nil when the system has none left.
    @discardableResult
    public init?(_ body: @escaping @Sendable () -> Void) {
        let box = unsafe Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, { unsafe PosixThread.main($0) }, box.toOpaque())
        guard code == 0 else {
            unsafe box.release()
            return nil
        }
        identity = Mutex(thread)
    }

    deinit {
        if let thread = identity.withLock({ $0.take() }) { pthread_detach(thread) }
    }

    /// Waits for the end of a thread that is about to end.
    ///
    /// The first caller waits, later ones return at once.
    public func join() {
        if let thread = identity.withLock({ $0.take() }) { pthread_join(thread, nil) }
    }

    /// What `work` comes to on a thread of its own, while the caller's thread serves others.
    ///
    /// On the caller's thread when the system has none left.
    public static func apart<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = PosixThread { continuation.resume(returning: work()) }
            if thread == nil { continuation.resume(returning: work()) }
        }
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        if let argument = unsafe argument { unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
