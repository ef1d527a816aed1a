import Glibc
import Synchronization

/// An HTTP server on loopback that does exactly what a test tells it, misbehaviour included.
///
/// One thread accepts, one more serves each connection; all end with ``stop()`` or with their peer.
final class RawServer: Sendable {
    /// A request that arrived whole.
    struct Request: Sendable {
        /// Which connection it came on, from 1.
        let connection: Int
        /// Which request of that connection it is, from 1.
        let number: Int
        /// Head and body as text.
        let text: String
    }

    /// What to do with a request.
    enum Reaction: Sendable {
        /// Write this and wait for the next request.
        case write(String)
        /// Write this after so many milliseconds.
        case writeLater(String, milliseconds: UInt32)
        /// Close the connection without a byte.
        case close
        /// Hold the connection open and say nothing.
        case silence

        /// A complete answer with a length.
        static func answer(_ status: String = "200 OK", headers: String = "", body: String = "{}") -> Reaction {
            .write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }
    }

    private struct Seen {
        var connections = 0
        var requests: [Request] = []
    }

    let port: UInt16
    private let listener: Int32
    private let seen = Mutex(Seen())
    private let react: @Sendable (Request) -> Reaction

    /// A server on a free port of 127.0.0.1; nil when there is none.
    init?(_ react: @escaping @Sendable (Request) -> Reaction) {
        guard let (listener, port) = Self.listen() else { return nil }
        self.listener = listener
        self.port = port
        self.react = react
        startThread { [self] in acceptAll() }
    }

    /// Requests so far, in order of arrival.
    var requests: [Request] { seen.withLock { $0.requests } }

    /// Connections accepted so far.
    var connections: Int { seen.withLock { $0.connections } }

    /// The address of the server.
    var url: String { "http://127.0.0.1:\(port)/v1/messages" }

    /// Takes no further connection.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A port of 127.0.0.1 where nobody listens.
    static func closedPort() -> UInt16? {
        listen().map { listener, port in
            Glibc.close(listener)
            return port
        }
    }
}

extension RawServer {
    private static func listen() -> (listener: Int32, port: UInt16)? {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && Glibc.listen(listener, 128) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        return isBound ? (listener, address.sin_port.bigEndian) : nil
    }

    private func acceptAll() {
        while true {
            let peer = accept(listener, nil, nil)
            if peer < 0 { break }
            let connection = seen.withLock { seen in
                seen.connections += 1
                return seen.connections
            }
            startThread { [self] in serve(peer, connection) }
        }
        Glibc.close(listener)
    }

    private func serve(_ peer: Int32, _ connection: Int) {
        var number = 0
        while let text = Self.readRequest(peer) {
            number += 1
            let request = Request(connection: connection, number: number, text: text)
            seen.withLock { $0.requests.append(request) }
            guard perform(react(request), peer) else { break }
        }
        Glibc.close(peer)
    }

    private func perform(_ reaction: Reaction, _ peer: Int32) -> Bool {
        switch reaction {
        case .write(let text): return Self.writeAll(Array(text.utf8), peer)
        case .writeLater(let text, let milliseconds):
            usleep(milliseconds * 1000)
            return Self.writeAll(Array(text.utf8), peer)
        case .close: return false
        case .silence: return true
        }
    }

    private static func readRequest(_ peer: Int32) -> String? {
        var received: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while !isComplete(received) {
            let count = recv(peer, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            received += piece.prefix(count)
        }
        return String(decoding: received, as: UTF8.self)
    }

    private static func isComplete(_ bytes: [UInt8]) -> Bool {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return false }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let lines = head.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self).lowercased() }
        let length = lines.first { $0.hasPrefix("content-length:") }?.filter { ("0"..."9").contains($0) }
        return bytes.count - end - mark.count >= length.flatMap { Int($0) } ?? 0
    }

    private static func writeAll(_ bytes: [UInt8], _ peer: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            let count = rest.withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

/// Starts a thread that nobody waits for.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        nil,
        { argument in
            if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        },
        box.toOpaque()
    )
    if code == 0 { pthread_detach(thread) } else { box.release() }
}
