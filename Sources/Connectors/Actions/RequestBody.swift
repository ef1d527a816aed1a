import CEL
import Core

extension RequestTemplate.Body {
    /// The bytes and their media type, with an idempotency key at its place.
    func rendered(
        _ bindings: Bindings,
        key: (path: String, value: String)?
    ) throws(ReadFailure) -> (bytes: [UInt8], contentType: String?) {
        switch self {
        case .none, .mail: return ([], nil)
        case .json(let data):
            guard let json = try data.evaluate(bindings).json else {
                throw ReadFailure(reason: "the body is no JSON value")
            }
            return (try Self.placing(key, in: json.withoutNulls).bytes, "application/json")
        case .form(let fields):
            let pairs = try FormFields.flat(fields.evaluate(bindings))
            return Self.form(pairs + [key].compactMap { $0.map { ($0.path, $0.value) } })
        case .nestedForm(let fields):
            let pairs = try FormFields.nested(fields.evaluate(bindings))
            return Self.form(pairs + [key].compactMap { $0.map { (Self.nested($0.path), $0.value) } })
        case .multipart(let fields): return try MultipartBody(fields.evaluate(bindings)).rendered
        case .xml(let data): return (try data.evaluate(bindings).byteString ?? [], "application/xml")
        case .text(let data): return (try data.evaluate(bindings).byteString ?? [], "text/plain; charset=utf-8")
        }
    }

    private static func form(_ pairs: [(name: String, value: String)]) -> (bytes: [UInt8], contentType: String?) {
        (Array(FormText.encode(pairs).utf8), "application/x-www-form-urlencoded")
    }

    /// `a.b.c` as `a[b][c]`.
    private static func nested(_ path: String) -> String {
        let names = BodyPath.names(path)
        return (names.first ?? "") + names.dropFirst().map { "[\($0)]" }.joined()
    }

    private static func placing(_ key: (path: String, value: String)?, in json: JSON) throws(ReadFailure) -> JSON {
        guard let key else { return json }
        guard let placed = BodyPath.placing(.string(key.value), at: BodyPath.names(key.path)[...], in: json) else {
            throw ReadFailure(reason: "the body has no place `\(key.path)` for the idempotency key")
        }
        return placed
    }
}

/// A dotted path into a body.
enum BodyPath {
    /// The names between the dots.
    static func names(_ path: String) -> [String] {
        path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    /// Puts a value at a path; objects on the way that are missing are made.
    ///
    /// Nil where something else stands in the way.
    static func placing(_ value: JSON, at names: ArraySlice<String>, in json: JSON) -> JSON? {
        guard let name = names.first else { return value }
        guard var object = json.object else { return nil }
        guard let inner = placing(value, at: names.dropFirst(), in: object[name] ?? [:]) else { return nil }
        object[name] = inner
        return .object(object)
    }
}

extension JSON {
    /// Without the members that are null, at any depth: null leaves a field out.
    var withoutNulls: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.withoutNulls))
        case .object(let object):
            .object(JSONObject(object.members.filter { $0.value != .null }.map { ($0.name, $0.value.withoutNulls) }))
        default: self
        }
    }
}
