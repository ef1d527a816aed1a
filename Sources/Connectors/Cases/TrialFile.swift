public import Core

extension TrialInput {
    /// Reads a file that holds a request: HTTP as text, what `curl --trace` wrote, or JSON as a batch takes it (or only
    /// its `request`).
    ///
    /// `base` is what a path is put behind (a gateway's `public_url`); without one the `Host` header says it. `now` is
    /// when the request comes unless the file says so.
    public init(file: [UInt8], base: String?, now: Timestamp) throws(Failure) {
        if file.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
            let json = try Self.json(file)
            self = try TrialInput(json["request"] == nil ? ["request": json] : json, now: now)
            return
        }
        let text = try HTTPText(CurlTrace.request(in: file) ?? file)
        let webhook = RawWebhook(
            source: "try",
            method: text.method,
            url: text.url(base: base),
            headers: text.headers,
            body: text.body,
            received: now
        )
        self.init(webhook, now: now)
    }

    private static func json(_ file: [UInt8]) throws(Failure) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(file)
        } catch {
            throw Failure(message: "not JSON: \(error.reason) at byte \(error.offset)")
        }
    }
}

extension ConnectorCase {
    /// What the case sends, and under what.
    public var input: TrialInput {
        TrialInput(
            request,
            secrets: secrets,
            config: config,
            certificates: certificates,
            replies: replies,
            now: now,
            full: full
        )
    }
}
