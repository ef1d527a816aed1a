import CEL
import Core
import Synchronization

@testable import Connectors

/// What holds of every request to a connector that comes with the gateway; a trap needs no answer.
enum SignatureLaws {
    /// The folder with the connectors; relative paths count from where the fuzz target is started.
    static let folder = Mutex("Connectors")
    private static let sources = Mutex<[String: Connector]>([:])

    /// The law that an input breaks.
    ///
    /// Its first line is an object: `connector`, `secrets`, `config`, `now`. Then a request: method and URL, headers, an
    /// empty line, the body.
    static func broken(by input: [UInt8]) -> String? {
        let line = input.prefix { $0 != 0x0A }
        let rest = Array(input.dropFirst(line.count + 1))
        if let broken = brokenByText(rest) { return broken }
        guard let settings = settings(Array(line)), let connector = settings["connector"]?.string.flatMap(connector)
        else { return nil }
        let webhook = webhook(rest, at: time(of: settings))
        return broken(by: webhook, of: source(connector, settings))
    }

    /// Judged the same twice, believed only with secrets, and what is believed can be read.
    private static func broken(by webhook: RawWebhook, of source: Source) -> String? {
        let (first, second) = (verdict(webhook, source), verdict(webhook, source))
        guard first == second else { return "a second look differs: \(first), \(second)" }
        guard first == "verified" else { return nil }
        let connector = source.connector
        let bare = Source(name: "src", connector: connector, secrets: SecretSet(), config: source.config, baseURL: nil)
        guard connector.secrets.isEmpty || !connector.hook.verifies || verdict(webhook, bare) != first else {
            return "believed without a secret"
        }
        return brokenByReading(webhook, of: source)
    }

    /// Items have keys, and every reading has the same ones.
    private static func brokenByReading(_ webhook: RawWebhook, of source: Source) -> String? {
        let trusted = source.trusted(webhook)
        do throws(ReadFailure) {
            let items = try source.read(trusted)
            guard items.allSatisfy({ !$0.key.isEmpty }) else { return "an item without a key" }
            let again = try source.read(trusted)
            guard items.map(\.key) == again.map(\.key) else { return "a second reading has other keys" }
            for item in items { _ = try source.events(from: item, of: trusted, recorded: webhook.received) }
            return nil
        } catch {
            return error.reason.isEmpty ? "unreadable without saying why" : nil
        }
    }

    private static func verdict(_ webhook: RawWebhook, _ source: Source) -> String {
        switch source.verify(webhook, at: webhook.received) {
        case .verified: "verified"
        case .answered(let reply): "answered \(reply.answer.status)"
        case .needs: "needs"
        case .refused(let refusal): refusal.reason.rawValue
        }
    }

    /// Forms are written as they are read; a token's parts are read as they are written.
    private static func brokenByText(_ bytes: [UInt8]) -> String? {
        let pairs = FormText.pairs(bytes)
        let again = FormText.pairs(FormText.encode(pairs).utf8)
        let isSame = pairs.elementsEqual(again) { left, right in
            left.name.hasSameBytes(as: right.name) && left.value.hasSameBytes(as: right.value)
        }
        // A pair without name and value is written as `=`, and read again as one.
        guard isSame else { return "a form is read as another" }
        guard let token = JSONWebToken(String(decoding: bytes, as: UTF8.self)) else { return nil }
        return token.signed.count + 1 + token.signature.count * 4 / 3 <= bytes.count + 1 ? nil : "a token grows"
    }
}

extension SignatureLaws {
    private static func settings(_ line: [UInt8]) -> JSONObject? {
        do throws(JSONError) { return try JSON.parse(line).object } catch { return nil }
    }

    private static func time(of settings: JSONObject) -> Timestamp {
        let seconds = settings["now"]?.int ?? 1_760_000_000
        return Timestamp(seconds: min(max(seconds, 0), 4_000_000_000))
    }

    /// The connector of a name, compiled once; nil when there is none.
    private static func connector(_ name: String) -> Connector? {
        if let known = sources.withLock({ $0[name] }) { return known }
        let isName = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 0x2D }
        guard isName else { return nil }
        let folder = "\(folder.withLock(\.self))/\(name)"
        guard let text = FileBytes.readText("\(folder)/connector.yaml") else { return nil }
        let draft = Connector.draft(text, name: name) { FileBytes.readText("\(folder)/\($0)") }
        guard let connector = draft.connector, !draft.problems.hasErrors else { return nil }
        sources.withLock { $0[name] = connector }
        return connector
    }

    private static func source(_ connector: Connector, _ settings: JSONObject) -> Source {
        let secrets = (settings["secrets"]?.object?.members ?? []).map { member in
            (member.name, (member.value.array ?? [member.value]).compactMap { $0.string.map { Secret($0) } })
        }
        return Source(
            name: "src",
            connector: connector,
            secrets: SecretSet(Dictionary(secrets, uniquingKeysWith: { first, _ in first })),
            config: settings["config"]?.object ?? [:],
            baseURL: nil
        )
    }

    private static func webhook(_ bytes: [UInt8], at time: Timestamp) -> RawWebhook {
        var rest = bytes[...]
        let first = takeLine(&rest).split(separator: 0x20, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
        var headers: [(name: String, value: String)] = []
        while !rest.isEmpty {
            let line = takeLine(&rest)
            if line.isEmpty { break }
            let name = line.prefix { $0 != UInt8(ascii: ":") }
            let value = String(decoding: line.dropFirst(name.count + 1), as: UTF8.self).trimmed
            headers.append((String(decoding: name, as: UTF8.self).lowercased(), value))
        }
        return RawWebhook(
            source: "src",
            method: first.first ?? "POST",
            url: first.count > 1 ? first[1] : "https://gw.example.com/hooks/src",
            headers: headers,
            body: Array(rest),
            received: time
        )
    }

    private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        return line
    }
}

extension Hook? {
    /// Whether anything is checked.
    fileprivate var verifies: Bool {
        if case .nothing? = self?.verify.rule { false } else { self != nil }
    }
}
