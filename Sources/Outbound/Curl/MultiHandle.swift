import CCurl

/// The `CURLM *` with the connections.
///
/// Used on the transport's thread, except for ``wake()``.
///
/// `@unchecked Sendable`: libcurl allows `curl_multi_wakeup` from any thread; the owner of this value closes it only
/// after the thread has ended.
@safe
final class MultiHandle: @unchecked Sendable {
    private let raw: UnsafeMutableRawPointer

    /// A multi handle that keeps at most so many connections, idle ones among them; nil when memory is short.
    init?(connections: Int, connectionsPerHost: Int) {
        guard let raw = unsafe curl_multi_init() else { return nil }
        unsafe self.raw = unsafe raw
        unsafe tl_multi_set_long(raw, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        unsafe tl_multi_set_long(raw, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        unsafe tl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, connections)
    }

    deinit {
        unsafe curl_multi_cleanup(raw)
    }

    /// Ends ``wait()``, now or the next time.
    ///
    /// From any thread.
    func wake() {
        unsafe curl_multi_wakeup(raw)
    }

    /// Waits until a socket, a timer of libcurl or ``wake()`` has something to do.
    func wait() {
        unsafe curl_multi_poll(raw, nil, 0, Self.longestWait, nil)
    }

    /// Does what can be done without waiting.
    func advance() {
        var running: Int32 = 0
        unsafe curl_multi_perform(raw, &running)
    }

    /// Starts a transfer at the next ``advance()``; false when libcurl refuses.
    func add(_ transfer: Transfer) -> Bool {
        unsafe curl_multi_add_handle(raw, transfer.easy.raw) == CURLM_OK
    }

    /// Takes a transfer out, whether it has ended or not.
    func remove(_ transfer: Transfer) {
        unsafe curl_multi_remove_handle(raw, transfer.easy.raw)
    }

    /// The next transfer that has ended, with libcurl's code.
    func nextEnded() -> (transfer: Transfer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(raw, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            let code = unsafe message.pointee.data.result
            if let transfer = unsafe Transfer.carried(by: easy) { return (transfer, code) }
        }
        return nil
    }

    /// Milliseconds; only a bound, everything that matters ends the wait.
    private static let longestWait: Int32 = 10_000
}
