import Glibc

/// One POSIX thread that blocks all signals, so that they reach others and a file size limit is an error, not a death.
enum PosixThread {
    /// Starts a thread that runs `body` and ends with it.
    /// - Throws: ``StoreError/io(code:)`` with the system's code when there is no thread left.
    static func start(_ body: @escaping @Sendable () -> Void) throws(StoreError) {
        let box = unsafe Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, { unsafe PosixThread.main($0) }, box.toOpaque())
        guard code == 0 else {
            unsafe box.release()
            throw .io(code: Int(code))
        }
        pthread_detach(thread)
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
