import CCurl
import Core
import Glibc

/// The functions libcurl calls while it drives a transfer, on the transport's thread.
///
/// Their last argument is the ``Transfer``, which is kept alive by the loop until the handle is out of the multi
/// handle.
enum TransferCallbacks {
    /// Takes a piece of the reply's body.
    static let body: curl_write_callback = { unsafe take($0, $1 * $2, $3) { unsafe $0.reply.takeBody($1) } }

    /// Takes a header line of the reply, or a line of a mail server.
    static let header: curl_write_callback = { unsafe take($0, $1 * $2, $3) { unsafe $0.takeLine($1) } }

    /// Hands over the next piece of a mail.
    static let upload: curl_read_callback = { room, size, count, target in
        guard let transfer = unsafe transfer(target), transfer.mail != nil else { return Int(CURL_READFUNC_ABORT) }
        let room = unsafe UnsafeMutableRawBufferPointer(start: room, count: size * count)
        return unsafe transfer.mail?.read(into: room) ?? 0
    }

    /// Called when the connection stands and before the first byte of the request, also for each repeat.
    static let start: curl_prereq_callback = { target, peer, _, _, _ in
        guard let transfer = unsafe transfer(target), let peer = unsafe peer else { return CURL_PREREQFUNC_ABORT }
        let address = unsafe IPAddress(String(cString: peer))
        return transfer.gate.mayStart(on: address, at: .now) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// Called after the name was resolved and before each new connection.
    static let openSocket: curl_opensocket_callback = { target, _, wanted in
        guard let transfer = unsafe transfer(target), let wanted = unsafe wanted,
            transfer.gate.mayConnect(to: unsafe address(wanted))
        else { return CURL_SOCKET_BAD }
        let kind = unsafe wanted.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return unsafe socket(wanted.pointee.family, kind, wanted.pointee.protocol)
    }

    private static func address(_ wanted: UnsafeMutablePointer<curl_sockaddr>) -> IPAddress? {
        guard let field = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let count = unsafe Int(wanted.pointee.addrlen)
        return unsafe IPAddress(UnsafeRawBufferPointer(start: UnsafeRawPointer(wanted) + field, count: count))
    }

    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ target: UnsafeMutableRawPointer?,
        _ consume: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let transfer = unsafe transfer(target) else { return -1 }
        return unsafe consume(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : -1
    }

    private static func transfer(_ target: UnsafeMutableRawPointer?) -> Transfer? {
        unsafe target.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
