import Core

@testable import Connectors

/// A part of a request, as a scheme of signing sees it.
indirect enum Place {
    case body
    case method
    case url
    /// The URL, whatever its port: it is signed with and without.
    case urlWithoutPort
    /// The URL with these escapes undone or not.
    case unescapedURL
    /// A header, byte for byte.
    case header(String)
    /// The first `key=value` of a header of such pairs.
    case pair(String, String)
    case query(String)
    /// A field of a form, whatever the body says it is.
    case field(String)
    /// A field, whether or not it ends in a line break.
    case trimmedField(String)
    /// Names and values of the form, sorted, each once, one behind the other.
    case sortedForm
    /// Names and values of query and form, sorted, but for one; `&` and `=` in values count as `_`.
    case parameters(except: String)
    /// The base of the URL, the sorted query, the sorted form.
    case baseAndParameters
    /// A field of the JSON body.
    case json([String])
    /// Fields of each element of a list in the JSON body.
    case each([String], [[String]])
    /// The text of an element of the XML body.
    case element(String)
    /// Credentials of HTTP Basic.
    case credentials
    /// The first of these that is there.
    case first([Place])

    /// What stands there; nil when nothing does.
    func text(in webhook: RawWebhook) -> String? {
        switch self {
        case .body: Hex.encode(webhook.body)
        case .method: webhook.method
        case .url: webhook.url
        case .urlWithoutPort: webhook.url.replacing(/^([a-z]+:\/\/[^\/?#:]*):[^\/?#]*/) { String($0.output.1) }
        case .unescapedURL: Self.unescaped(webhook.url)
        case .header(let name): webhook.headers.last { $0.name == name }?.value
        case .pair(let name, let key): Self.pair(key, in: Place.header(name).text(in: webhook) ?? "")
        case .query(let name): FormText.query(of: webhook.url).first { $0.name == name }?.value
        case .field(let name): FormText.pairs(webhook.body).first { $0.name == name }?.value
        case .trimmedField(let name):
            Place.field(name).text(in: webhook).map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
        case .sortedForm: Self.sortedForm(webhook)
        case .parameters(let name): Self.parameters(webhook, except: name)
        case .baseAndParameters: Self.baseAndParameters(webhook)
        case .json(let path): Self.json(webhook)?.member(path)?.text
        case .each(let list, let paths): Self.each(Self.json(webhook), list, paths)
        case .element(let name): Self.element(name, in: webhook.body)
        case .credentials: Self.credentials(webhook)
        case .first(let places): places.lazy.compactMap { $0.text(in: webhook) }.first
        }
    }
}

extension Place {
    private static func form(_ webhook: RawWebhook) -> [(name: String, value: String)] {
        Decoding.auto.reads(webhook) == .form ? FormText.pairs(webhook.body) : []
    }

    private static func unescaped(_ url: String) -> String {
        let escapes = [
            ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"),
            ("%28", "("),
            ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
        ]
        return escapes.reduce(url) { $0.replacing($1.0, with: $1.1) }
    }

    private static func pair(_ key: String, in text: String) -> String? {
        text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
            .first { $0.first.map { $0.trimmingSpace } == key }
            .flatMap { $0.count == 2 ? $0[1].trimmingSpace : "" }
    }

    private static func sortedForm(_ webhook: RawWebhook) -> String {
        let pairs = form(webhook)
        return Set(pairs.map { ByteKey($0.name) }).sorted().map { name in
            let values = Set(pairs.filter { ByteKey($0.name) == name }.map { ByteKey($0.value) })
            return values.sorted().map { name.text + $0.text }.joined()
        }
        .joined()
    }

    private static func parameters(_ webhook: RawWebhook, except name: String) -> String {
        let pairs = (FormText.query(of: webhook.url) + form(webhook)).filter { $0.name != name }
        return pairs.enumerated().sorted {
            (ByteKey($0.element.name), $0.offset) < (ByteKey($1.element.name), $1.offset)
        }
        .map { "&\($0.element.name)=\($0.element.value.replacing("&", with: "_").replacing("=", with: "_"))" }.joined()
    }

    private static func baseAndParameters(_ webhook: RawWebhook) -> String {
        let order = { (left: (name: String, value: String), right: (name: String, value: String)) in
            (ByteKey(left.name), ByteKey(left.value)) < (ByteKey(right.name), ByteKey(right.value))
        }
        let base = webhook.url.prefix { $0 != "?" && $0 != "#" }
        let query = FormText.query(of: webhook.url).sorted(by: order).map { "\($0.name)=\($0.value)" }.joined(
            separator: "&"
        )
        let form = form(webhook).sorted(by: order).map { $0.name + $0.value }.joined()
        return "\(base) \(query) \(form)"
    }

    private static func json(_ webhook: RawWebhook) -> JSON? { try? JSON.parse(webhook.body) }

    private static func each(_ json: JSON?, _ list: [String], _ paths: [[String]]) -> String? {
        json?.member(list)?.array.map { elements in
            elements.map { element in paths.map { element.member($0)?.text ?? "" }.joined(separator: " ") }.joined(
                separator: "\n"
            )
        }
    }

    private static func element(_ name: String, in body: [UInt8]) -> String? {
        let text = String(decoding: body, as: UTF8.self)
        guard let start = text.firstRange(of: "<\(name)>"), let end = text.firstRange(of: "</\(name)>"),
            start.upperBound <= end.lowerBound
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    private static func credentials(_ webhook: RawWebhook) -> String? {
        let words = (Place.header("authorization").text(in: webhook) ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic" else { return nil }
        return Base64.decode(String(words[1])).map { Hex.encode($0) }
    }
}

extension JSON {
    fileprivate func member(_ path: [String]) -> JSON? {
        path.reduce(self) { json, name in json?[name] }.flatMap { $0 == .null ? nil : $0 }
    }
}

extension Substring {
    fileprivate var trimmingSpace: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
