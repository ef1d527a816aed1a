import Foundation
import Testing

/// A bare TCP connection to the server, so that requests may be as wrong as a test wants them.
///
/// Its calls block, so a test uses it inside ``apart(_:)``.
final class Wire {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(isConnected)
    }

    deinit { close(descriptor) }

    /// Whether everything was taken.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// What comes until `enough`, until the server closes, or until nothing comes for `patience` seconds.
    func receive(patience: Int = 5, enough: (String) -> Bool = { _ in false }) -> Received {
        limit(SO_RCVTIMEO, seconds: patience)
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while !enough(text) {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return Received(text: text, isClosed: true) }
            guard count > 0 else { break }
            text += String(decoding: chunk[..<count], as: UTF8.self)
        }
        return Received(text: text, isClosed: false)
    }

    /// Sends `bytes` again and again, reading nothing; says how many bytes were taken before that failed or `seconds`
    /// had passed, and whether it failed.
    func flood(_ bytes: [UInt8], seconds: Int) -> (sent: Int, isCut: Bool) {
        limit(SO_SNDTIMEO, seconds: seconds)
        let end = ContinuousClock.now + .seconds(seconds)
        var sent = 0
        while ContinuousClock.now < end {
            let count = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return (sent, errno != EAGAIN) }
            sent += count
        }
        return (sent, false)
    }

    private func limit(_ option: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}

/// What the server said.
struct Received {
    let text: String
    let isClosed: Bool

    var status: Int { Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }
    var head: String { text.firstRange(of: "\r\n\r\n").map { String(text[..<$0.lowerBound]) } ?? text }
    var body: String { text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }
    var isProblem: Bool { header("content-type") == "application/problem+json" }

    func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}

/// Runs what blocks on a thread of its own: tasks share theirs.
func apart<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}

func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
