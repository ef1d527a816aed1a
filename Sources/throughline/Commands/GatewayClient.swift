import Core
import Outbound

/// Speaks to a daemon through its public surface, as any other program would.
struct GatewayClient: Sendable {
    let base: String
    let transport: any HTTPTransport
    var key: Secret?

    /// Bytes of an answer: lists of problems may be long.
    private static let replyLimit = 8 * 1024 * 1024

    /// What came back, or why nothing did.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A GET that must answer 200 with JSON.
    func get(_ path: String) async throws(Failure) -> JSON {
        let reply = try await send("GET", path)
        guard reply.status == 200, let json = try? JSON.parse(reply.body) else {
            let detail = (try? JSON.parse(reply.body))?["detail"]?.string ?? ""
            throw Failure(description: "\(base)\(path) answered \(reply.status). \(detail)")
        }
        return json
    }

    /// A POST of JSON; the status and the JSON that came back.
    func post(_ path: String, _ body: JSON) async throws(Failure) -> (status: Int, json: JSON) {
        let reply = try await send("POST", path, body: body.bytes, type: "application/json")
        return (reply.status, (try? JSON.parse(reply.body)) ?? .null)
    }

    /// A POST of a file, which may take long; the status and the JSON that came back.
    func send(_ file: [UInt8], to path: String) async throws(Failure) -> (status: Int, json: JSON) {
        let reply = try await send("POST", path, body: file, type: "application/octet-stream", within: .seconds(3600))
        return (reply.status, (try? JSON.parse(reply.body)) ?? .null)
    }

    /// The text of a page.
    func text(_ path: String) async throws(Failure) -> String {
        String(decoding: try await send("GET", path).body, as: UTF8.self)
    }

    private func send(
        _ method: String,
        _ path: String,
        body: [UInt8] = [],
        type: String? = nil,
        within limit: TimeSpan? = nil
    ) async throws(Failure) -> HTTPReply {
        var call = HTTPCall(method: method, url: base + path, body: body)
        if let limit { call.limits.totalTimeout = limit }
        call.limits.allowsPrivateAddresses = true
        call.limits.keptBodyBytes = Self.replyLimit
        if let type { call.headers.append((name: "content-type", value: type)) }
        if let key { call.headers.append((name: "authorization", value: "Bearer \(key.reveal())")) }
        switch await transport.send(call) {
        case .replied(let reply): return reply
        case .neverSent(let why), .lost(let why):
            throw Failure(description: "\(base) does not answer (\(why.rawValue)). Is the daemon running?")
        }
    }
}

extension String {
    /// Percent-encoded for a query value: everything but unreserved characters (RFC 3986 section 2.3).
    var queryEncoded: String {
        utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            if isPlain || "-._~".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
            return "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}
