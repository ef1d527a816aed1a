public import Core

/// A test case that was made of a request.
public struct RecordedCase: Sendable {
    /// Its name.
    public let name: String
    /// What comes of it, for review.
    public let events: [Event]
    /// What is answered.
    public let answer: HookAnswer
    /// The case of which it is a repetition.
    public let original: String?
    /// Words that stay since the connector reads them: somebody should look at them.
    public let kept: [String]
    /// One entry of `tests.yaml`.
    public let yaml: String

    init(name: String, retake: Retake, original: String?) {
        self.name = name
        self.original = original
        events = retake.trial.events
        answer = retake.trial.answer
        kept = retake.kept
        yaml = CaseText(name: name, retake: retake, original: original).yaml
    }
}

/// Writes a case as one entry of `tests.yaml`.
struct CaseText {
    let name: String
    let retake: Retake
    let original: String?

    private var input: TrialInput { retake.input }
    private var trial: Trial { retake.trial }

    var yaml: String {
        var lines = ["- name: \(Self.scalar(name))", "  request:"]
        if input.webhook.method != "POST" { lines.append("    method: \(Self.scalar(input.webhook.method))") }
        lines.append("    url: \(Self.scalar(input.webhook.url))")
        lines += headers + body
        if let peer = input.webhook.peer { lines.append("    peer: \(Self.scalar(peer))") }
        lines += settings
        lines += ["  now: \(input.now.seconds)", "  verified: true"]
        if trial.reason == "handshake" { lines.append("  reason: handshake") }
        lines.append("  respond: {status: \(trial.answer.status)}")
        if let original { lines.append("  duplicate_of: \(Self.scalar(original))") }
        return (lines + outcome).joined(separator: "\n") + "\n"
    }

    private var headers: [String] {
        let headers = input.webhook.headers
        if headers.isEmpty { return [] }
        return ["    headers:"] + headers.map { "      \(Self.scalar($0.name)): \(Self.scalar($0.value))" }
    }

    private var body: [String] {
        let body = input.webhook.body
        if body.isEmpty { return [] }
        guard let text = String(validating: body, as: UTF8.self) else {
            return ["    body_base64: \(Base64.encode(body))"]
        }
        return ["    body: \(Self.scalar(text))"]
    }

    private var settings: [String] {
        let secrets = input.secrets.names.map { name in
            "\(name): [\(input.secrets[name].map { Self.scalar($0.reveal()) }.joined(separator: ", "))]"
        }
        var lines = secrets.isEmpty ? [] : ["  secrets: {\(secrets.joined(separator: ", "))}"]
        if !input.config.members.isEmpty { lines.append("  config: \(Self.flow(.object(input.config)))") }
        let documents = input.certificates.sorted { $0.key < $1.key }
        if !documents.isEmpty {
            lines += ["  certs:"] + documents.map { "    \(Self.quoted($0.key)): \(Self.quoted($0.value))" }
        }
        return lines
    }

    private var outcome: [String] {
        guard trial.reason != "handshake" else { return [] }
        let awaited = trial.items.compactMap { $0.awaits.map(JSON.object) }
        let waits = awaited.isEmpty ? [] : ["  awaits: \(Self.flow(.array(awaited)))"]
        let events = trial.events.map { event in
            event.flat.members.enumerated().map { index, member in
                "\(index == 0 ? "    - " : "      ")\(Self.scalar(member.name)): \(Self.flow(member.value))"
            }.joined(separator: "\n")
        }
        return (events.isEmpty ? ["  events: []"] : ["  events:"] + events) + waits
    }

    /// JSON is YAML; single-quoted where that reads better.
    private static func flow(_ json: JSON) -> String {
        switch json {
        case .string(let text): scalar(text)
        case .array(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.members.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", "))}"
        default: json.text
        }
    }

    /// A text bare where nobody could take it for anything else, in single quotes where it is one line, else escaped.
    private static func scalar(_ text: String) -> String {
        let bytes = text.utf8
        let isWord =
            bytes.first.map { (97...122).contains($0 | 0x20) } ?? false
            && bytes.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 0x20) && $0 < 0x7B || "_-./".utf8.contains($0)
            }
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        if isWord { return text }
        let isLine = bytes.allSatisfy { (0x20...0x7E).contains($0) }
        return isLine ? "'\(text.replacing("'", with: "''"))'" : quoted(text)
    }

    /// In double quotes, everything but ASCII escaped as JSON does, which YAML reads too.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where (0x20...0x7E).contains(scalar.value): out.unicodeScalars.append(scalar)
            case _ where scalar.value > 0xFFFF: out += "\\U" + hex(scalar.value, 8)
            default: out += "\\u" + hex(scalar.value, 4)
            }
        }
        return out + "\""
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
