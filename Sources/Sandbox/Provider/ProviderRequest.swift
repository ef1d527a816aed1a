import CEL
import Connectors
import Core

/// A request to one of the providers.
struct ProviderRequest: Sendable {
    /// The request as it came; its URL is the one the client called.
    let raw: RawWebhook
    /// The path behind the source's name.
    let path: String

    /// The request as expressions see it, in the provider's own moment.
    func bindings(of source: Source, asksVerification: Bool) -> Bindings {
        let form = formPairs
        var bindings = Bindings()
        bindings.context = source
        bindings["method"] = Value(raw.method)
        bindings["path"] = Value(path)
        bindings["headers"] = Self.map(raw.headers)
        bindings["query"] = Self.map(FormCoding.query(of: raw.url).reversed())
        bindings["form"] = Self.map(form.reversed())
        bindings["form_pairs"] = .list(form.map { .list([Value($0.name), Value($0.value)]) })
        bindings["form_nested"] = Value(NestedForm.json(form))
        bindings["json"] = json.map { Value($0) } ?? .null
        bindings["body"] = .bytes(raw.body)
        bindings["config"] = Value(JSON.object(source.config))
        bindings["now"] = Value(raw.received)
        if asksVerification { bindings["verified"] = .bool(isVerified(by: source)) }
        return bindings
    }

    /// The body as data, for events that refer to the request later.
    var content: JSON {
        if let json { return json }
        return formPairs.isEmpty
            ? .null : .object(JSONObject(formPairs.reversed().map { ($0.name, .string($0.value)) }))
    }

    private var formPairs: [(name: String, value: String)] {
        mediaType == "application/x-www-form-urlencoded" ? FormCoding.pairs(raw.body) : []
    }

    private var json: JSON? {
        guard mediaType != "application/x-www-form-urlencoded" else { return nil }
        return try? JSON.parse(raw.body)
    }

    private var mediaType: String {
        let header = raw.headers.last { $0.name.hasSameBytes(as: "content-type") }
        return String(decoding: (header?.value ?? "").utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            .lowercased().filter { $0 != " " }
    }

    private func isVerified(by source: Source) -> Bool {
        if case .verified = source.verify(raw, at: raw.received) { true } else { false }
    }

    /// Names and values; the last of a name counts.
    private static func map(_ pairs: some Sequence<(name: String, value: String)>) -> Value {
        .map(ValueMap(pairs.map { ($0.name, Value($0.value)) }))
    }
}
