import Core

extension RawWebhook {
    /// A request as `connector try` takes it; a header may have a list of values.
    init(_ json: JSONObject, received: Timestamp) throws(TrialInput.Failure) {
        func text(_ name: String) throws(TrialInput.Failure) -> String? {
            guard let value = json[name], value != .null else { return nil }
            guard let text = value.string else { throw TrialInput.Failure(message: "`request.\(name)` must be a text") }
            return text
        }
        guard let url = try text("url") else { throw TrialInput.Failure(message: "`request.url` is missing") }
        let plain = Array((try text("body") ?? "").utf8)
        guard let body = try text("body_base64").map({ Base64.decode($0) }) ?? plain else {
            throw TrialInput.Failure(message: "`request.body_base64` is no Base64")
        }
        self.init(
            source: "try",
            method: try text("method") ?? "POST",
            url: url,
            headers: try Self.headers(json["headers"] ?? [:]),
            body: body,
            received: received,
            peer: try text("peer"),
            clientSubject: try text("client_subject")
        )
    }

    private static func headers(_ json: JSON) throws(TrialInput.Failure) -> [(name: String, value: String)] {
        guard let object = json.object else { throw TrialInput.Failure(message: "`request.headers` must be an object") }
        var headers: [(name: String, value: String)] = []
        for member in object.members {
            for value in member.value.array ?? [member.value] {
                guard let text = value.string else {
                    throw TrialInput.Failure(message: "`request.headers.\(member.name)` must be a text")
                }
                headers.append((member.name.lowercased(), text))
            }
        }
        return headers
    }
}

extension HTTPReply {
    /// A reply as cases give one: `{status, headers, body | json}`; nil for anything else.
    init?(_ json: JSON) {
        guard let status = json["status"]?.int, let status = Int(exactly: status), (100...599).contains(status) else {
            return nil
        }
        let headers = json["headers"]?.object?.members ?? []
        let pairs = headers.compactMap { member in
            member.value.string.map { (name: member.name.lowercased(), value: $0) }
        }
        guard pairs.count == headers.count, let body = json["json"]?.bytes ?? Self.text(json["body"]) else {
            return nil
        }
        self.init(status: status, headers: pairs, body: body)
    }

    /// Bytes of a text, none when there is none; nil for anything else.
    private static func text(_ json: JSON?) -> [UInt8]? {
        guard let json else { return [] }
        return json.string.map { Array($0.utf8) }
    }
}
