import Core
import Pipeline

/// The body of `POST /v1/triggers/{name}`:
/// `{"identifiers": [{"kind","value"}], "input": {}, "not_before": T, "expires": T}`.
enum TriggerBody {
    private static let members = ["identifiers", "input", "not_before", "expires"]

    static func read(_ body: [UInt8]) -> Result<Triggers.Request, Triggers.Failure> {
        guard let object = (try? JSON.parse(body))?.object else { return fail("the body must be a JSON object") }
        if let stranger = object.members.first(where: { !members.contains($0.name) }) {
            let hint = Suggestion.hint(for: stranger.name, in: members) ?? ""
            return fail("unknown member; \(hint)")
        }
        var identifiers: [Identifier] = []
        for item in object["identifiers"]?.array ?? [] {
            guard let kind = item["kind"]?.string.flatMap(Identifier.Kind.init(rawValue:)),
                let value = item["value"]?.string, let identifier = Identifier(kind: kind, value: value)
            else { return fail("an identifier needs a known `kind` and a `value` that fits it") }
            identifiers.append(identifier)
        }
        guard !identifiers.isEmpty else { return fail("`identifiers` must name somebody") }
        var request = Triggers.Request(identifiers: identifiers, input: object["input"]?.object ?? [:])
        for (name, path) in [("not_before", \Triggers.Request.notBefore), ("expires", \Triggers.Request.expires)] {
            guard let value = object[name], value != .null else { continue }
            guard let time = value.string.flatMap({ Timestamp(rfc3339: $0) }) else {
                return fail("`\(name)` must be RFC 3339 with an offset")
            }
            request[keyPath: path] = time
        }
        return .success(request)
    }

    private static func fail(_ reason: String) -> Result<Triggers.Request, Triggers.Failure> {
        .failure(.malformed(reason))
    }
}
