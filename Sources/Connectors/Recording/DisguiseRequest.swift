import Core

extension Disguise {
    /// The scheme and host of every recorded request.
    private static let origin = "https://gw.example.com"
    /// Headers that are of the connection, or of the way here.
    private static let dropped = Set([
        "host", "connection", "content-length", "transfer-encoding", "accept", "accept-encoding", "accept-language",
        "user-agent", "via", "forwarded", "cookie", "traceparent", "tracestate", "expect", "te", "upgrade",
        "keep-alive",
    ])

    /// A request; nil when its body is of a kind that is left out.
    mutating func request(_ webhook: RawWebhook, of connector: Connector, at now: Timestamp) -> RawWebhook? {
        fixHost(of: webhook.url, connector)
        fixTokens()
        guard let (body, contentType) = body(of: webhook, connector) else { return nil }
        fixDigests(of: webhook.body, as: body)
        let url = url(webhook.url, depth: 0)
        fixDigests(of: Array(webhook.url.utf8), as: Array(url.utf8))
        fixTokens()
        let headers = webhook.headers.filter { !Self.dropped.contains($0.name) && !$0.name.hasPrefix("x-forwarded") }
        return RawWebhook(
            source: connector.name,
            method: webhook.method,
            url: url,
            headers: headers.map { header in
                let isType = header.name.hasSameBytes(as: "content-type")
                return (header.name, isType ? contentType ?? "" : nested(header.value, named: header.name, depth: 1))
            }.filter { !$0.1.isEmpty },
            body: body,
            received: now,
            peer: webhook.peer,
            clientSubject: webhook.clientSubject
        )
    }

    /// Our own address becomes that of an example, wherever it stands.
    private mutating func fixHost(of url: String, _ connector: Connector) {
        guard let colon = url.firstRange(of: "://") else { return }
        let host = url[colon.upperBound...].prefix { $0 != "/" && $0 != "?" }
        let path = url[host.endIndex...].prefix { $0 != "?" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if let hooks = parts.lastIndex(of: "hooks"), hooks + 1 < parts.count {
            let original = url[..<host.endIndex] + parts[...(hooks + 1)].joined(separator: "/")
            fix(String(original), as: "\(Self.origin)/hooks/\(connector.name)")
        }
        fix(String(url[..<host.endIndex]), as: Self.origin)
        if host.utf8.count > 3 { fix(String(host), as: "gw.example.com") }
    }

    /// The body and its type.
    private mutating func body(
        of webhook: RawWebhook,
        _ connector: Connector
    ) -> (body: [UInt8], contentType: String?)? {
        let decoding = connector.hook?.receive.decoding ?? .auto
        let bytes = webhook.body
        let type = webhook.contentType
        if bytes.isEmpty { return (bytes, type) }
        switch decoding.reads(webhook) {
        case .multipart: return multipart(bytes, type ?? "")
        case .form: return (form(bytes, depth: 0), type)
        case .json: return json(bytes, depth: 0).map { ($0, type) }
        case .xml: return xml(bytes, depth: 0).map { ($0, type) }
        case .jwt, .text, .none:
            return String(validating: bytes, as: UTF8.self).map { (Array(nested($0, named: "", depth: 0).utf8), type) }
        default: return nil
        }
    }

    /// A form with files, whose content is left out.
    private mutating func multipart(_ bytes: [UInt8], _ type: String) -> (body: [UInt8], contentType: String?)? {
        let boundary = "recorded-boundary"
        guard let form = try? MultipartForm(bytes, contentType: type) else { return nil }
        var parts: [[UInt8]] = []
        for field in form.fields {
            guard let text = String(validating: field.bytes, as: UTF8.self) else { return nil }
            let head = "Content-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n"
            parts.append(Array((head + nested(text, named: field.name, depth: 1)).utf8))
        }
        for (number, file) in form.files.enumerated() {
            let head = "Content-Disposition: form-data; name=\"\(file.name)\"; filename=\"file\(number + 1)\"\r\n"
            parts.append(Array("\(head)Content-Type: \(file.contentType)\r\n\r\nleft out".utf8))
        }
        let lines = parts.flatMap { Array("--\(boundary)\r\n".utf8) + $0 + Array("\r\n".utf8) }
        return (lines + Array("--\(boundary)--\r\n".utf8), "multipart/form-data; boundary=\(boundary)")
    }

    /// Hashes of what was, as a header, a parameter or a claim may hold them, become hashes of what is.
    private mutating func fixDigests(of old: [UInt8], as new: [UInt8]) {
        guard !old.isEmpty else { return }
        for algorithm in HashAlgorithm.allCases {
            let (before, after) = (algorithm.digest(old), algorithm.digest(new))
            fix(Hex.encode(before), as: Hex.encode(after))
            fix(Hex.encode(before).uppercased(), as: Hex.encode(after).uppercased())
            fix(Base64.encode(before), as: Base64.encode(after))
            fix(Base64.encode(before, urlSafe: true), as: Base64.encode(after, urlSafe: true))
        }
    }
}
