import Core
import Dispatch
import Glibc
import Testing

@testable import Sandbox

/// One request per connection, read until the server closes it.
struct RawClient {
    /// How a request ended.
    enum Outcome: Equatable {
        case answered
        /// Closed without an answer.
        case closed
        /// Nothing came in time.
        case silence
    }

    let port: Int

    func get(_ target: String) async throws -> HTTPReply { try await send("GET", target, headers: [], body: []) }

    func post(_ target: String, _ body: String) async throws -> HTTPReply {
        try await send("POST", target, headers: [("content-type", "application/json")], body: Array(body.utf8))
    }

    func send(_ request: ProviderRequest) async throws -> HTTPReply {
        let target = String(request.raw.url.dropFirst("http://127.0.0.1:8081".count))
        return try await send(request.raw.method, target, headers: request.raw.headers, body: request.raw.body)
    }

    func outcome(_ request: ProviderRequest, patience: Double) async throws -> Outcome {
        let target = String(request.raw.url.dropFirst("http://127.0.0.1:8081".count))
        let bytes = try await exchange(
            request.raw.method,
            target,
            request.raw.headers,
            request.raw.body,
            patience: patience
        )
        guard let bytes else { return .silence }
        return bytes.isEmpty ? .closed : .answered
    }

    private func send(
        _ method: String,
        _ target: String,
        headers: [(name: String, value: String)],
        body: [UInt8]
    ) async throws -> HTTPReply {
        let bytes = try #require(try await exchange(method, target, headers, body, patience: 10))
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = try #require(parts.first).split(separator: "\r\n")
        let status = try #require(lines.first.flatMap { Int($0.split(separator: " ")[1]) })
        let fields = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (name: name.lowercased(), value: String(line.dropFirst(name.count + 2)))
        }
        return HTTPReply(status: status, headers: fields, body: Array((parts.count > 1 ? parts[1] : "").utf8))
    }

    /// What came until the connection was closed; nil when it was not closed in time.
    ///
    /// Off the threads that tasks share: it blocks.
    private func exchange(
        _ method: String,
        _ target: String,
        _ headers: [(name: String, value: String)],
        _ body: [UInt8],
        patience: Double
    ) async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try block(method, target, headers, body, patience: patience) })
            }
        }
    }

    private func block(
        _ method: String,
        _ target: String,
        _ headers: [(name: String, value: String)],
        _ body: [UInt8],
        patience: Double
    ) throws -> [UInt8]? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
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
        var time = timeval(tv_sec: Int(patience), tv_usec: Int((patience - patience.rounded(.down)) * 1_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var head =
            "\(method) \(target) HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: \(body.count)\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        let request = Array((head + "\r\n").utf8) + body
        try #require(write(descriptor, request, request.count) == request.count)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return answer }
            guard count > 0 else { return answer.isEmpty ? nil : answer }
            answer += chunk[..<count]
        }
    }
}
