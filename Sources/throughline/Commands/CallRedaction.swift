import Connectors
import Core

/// Takes secrets out of requests and replies that are shown.
struct CallRedaction {
    /// Bytes of a value that is looked for; shorter ones stand in too many words by chance.
    private static let shortest = 4
    /// Bytes of a text in the reply with an access token that may be one.
    private static let shortestToken = 8

    private var values: [String] = []
    private let showsAll: Bool

    /// Knows these secrets, and learns more by ``learn(from:)``.
    init(secrets: [Secret], showsAll: Bool) {
        self.showsAll = showsAll
        for secret in secrets { add(secret.reveal()) }
    }

    /// Learns the access token that a reply brings.
    mutating func learn(from step: CallStep) {
        guard !showsAll, step.kind == .token, case .replied(let reply)? = step.result,
            let json = try? JSON.parse(reply.body)
        else { return }
        for text in json.texts where text.utf8.count >= Self.shortestToken { add(text) }
    }

    /// A text without secrets, however they are encoded in it.
    func shown(_ text: String) -> String {
        values.reduce(text) { $0.replacing($1, with: "***") }
    }

    /// A header's value without secrets; of credentials only their kind.
    func shown(_ value: String, ofHeader name: String) -> String {
        guard !showsAll, name.lowercased() == "authorization" else { return shown(value) }
        let kind = value.split(separator: " ").first.map(String.init)
        return value.contains(" ") ? "\(kind ?? "") ***" : "***"
    }

    /// The body of a reply; that of an access token is one secret.
    func body(of reply: HTTPReply, to step: CallStep) -> [UInt8] {
        if showsAll { return reply.body }
        if step.kind == .token, reply.status == 200 { return Array("***".utf8) }
        return shown(reply.body)
    }

    /// Bytes without secrets; what is no text holds none that could be found.
    func shown(_ bytes: [UInt8]) -> [UInt8] {
        String(validating: bytes, as: UTF8.self).map { Array(shown($0).utf8) } ?? bytes
    }

    private mutating func add(_ value: String) {
        guard !showsAll, value.utf8.count >= Self.shortest else { return }
        let quoted = String(JSON.string(value).text.dropFirst().dropLast())
        let form = FormCoding.encode([(name: "", value: value)]).dropFirst()
        values += [value, quoted, String(form), value.queryEncoded, Base64.encode(Array(value.utf8))]
        values.sort { $0.utf8.count > $1.utf8.count }
    }
}

extension JSON {
    /// All texts in it.
    fileprivate var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let object): object.members.flatMap(\.value.texts)
        case .null, .bool, .int, .double, .bigInteger: []
        }
    }
}
