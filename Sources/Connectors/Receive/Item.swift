import CEL
public import Core

/// One thing a request reports; a batch has many.
public struct Item: Sendable {
    /// Its place in the request, from 0.
    public let index: Int
    /// What it is deduplicated by within its source.
    public let key: String
    /// SHA-256 in hex of its bytes: the body, or the compact JSON of one item of several, or of what a URL says.
    public let digest: String
    /// What expressions see as `item`.
    public let value: JSON
    /// The request and this item, decoded once for all of a batch.
    let bindings: Bindings

    /// This item under the key it was journaled by, which is not computed again: it may hang on what came before.
    public func keyed(by key: String) -> Item {
        Item(index: index, key: key, digest: digest, value: value, bindings: bindings)
    }
}

/// Falls one request into items.
struct ItemReader {
    /// Items of one request; one with more is refused.
    static let countLimit = 10_000
    /// Bytes of a key or an id.
    private static let keyLimit = 512

    private let split: Expression?
    private let key: Expression?
    private let decoding: Decoding
    private let webhook: RawWebhook
    private let bindings: Bindings

    /// Of a webhook.
    init(receive: ReceivePlan, webhook: RawWebhook, bindings: Bindings) {
        (split, key, decoding) = (receive.split, receive.key, receive.decoding)
        self.webhook = webhook
        self.bindings = bindings
    }

    /// Of a reply to a poll.
    init(poll: Poll, webhook: RawWebhook, bindings: Bindings) {
        (split, key, decoding) = (poll.split, poll.key, .json)
        self.webhook = webhook
        self.bindings = bindings
    }

    func items(of body: DecodedBody) throws(ReadFailure) -> [Item] {
        guard let split else { return [try wholeItem(body)] }
        guard case .list(let elements) = try split.read(bindings) else {
            throw ReadFailure("`split` must yield a list", in: split.source)
        }
        guard elements.count <= Self.countLimit else {
            throw ReadFailure("`split` yields more than \(Self.countLimit) items", in: split.source)
        }
        var items: [Item] = []
        for (index, element) in elements.enumerated() {
            items.append(try item(element, json: element.json, at: index, bytes: nil))
        }
        return items
    }

    /// A request without a body is told by its query: all of them have the same bytes.
    private func wholeItem(_ body: DecodedBody) throws(ReadFailure) -> Item {
        let value = whole(body)
        let json = body.document ?? value.json
        guard decoding == .none else {
            return try item(value, json: json, at: 0, bytes: webhook.body.isEmpty ? nil : webhook.body)
        }
        return try item(value, json: json, at: 0, bytes: (json?.bytes ?? []) + webhook.body)
    }

    /// What was decoded; the query where there is no body or nobody looks at it, the text where nothing was decoded.
    private func whole(_ body: DecodedBody) -> Value {
        if let document = body.json ?? body.xml { return document }
        if body.form != nil { return bindings["form"] ?? .null }
        if webhook.body.isEmpty || decoding == .none { return bindings["query"] ?? .null }
        return Value(String(decoding: webhook.body, as: UTF8.self))
    }

    private func item(_ value: Value, json: JSON?, at index: Int, bytes: [UInt8]?) throws(ReadFailure) -> Item {
        guard let json else {
            throw ReadFailure(reason: "item \(index) cannot be expressed as JSON")
        }
        var bindings = bindings
        bindings["item"] = value
        let digest = Hex.encode(HashAlgorithm.sha256.digest(bytes ?? json.bytes))
        let key = try key(bindings) ?? digest
        return Item(index: index, key: key, digest: digest, value: json, bindings: bindings)
    }

    private func key(_ bindings: Bindings) throws(ReadFailure) -> String? {
        guard let expression = key else { return nil }
        let value = try expression.read(bindings)
        if value.isBlank { return nil }
        guard let word = value.word else { throw ReadFailure("`key` must yield a text", in: expression.source) }
        return Self.bounded(word)
    }

    /// A key or an id of bearable length: a longer one is replaced by its hash.
    static func bounded(_ key: String) -> String {
        key.utf8.count <= keyLimit ? key : Hex.encode(HashAlgorithm.sha256.digest(Array(key.utf8)))
    }
}
