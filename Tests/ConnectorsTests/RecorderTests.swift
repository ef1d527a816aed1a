import Core
import Testing

@testable import Connectors

/// Cases made of real traffic: everything personal replaced, always by the same, and signed anew.
@Suite("Recording cases") struct RecorderTests {
    private static let yaml = """
        connector: test
        version: 3
        secrets: [key]
        config: {creditor: ""}
        verify:
          all:
            - type: hmac
              algorithm: sha256
              key: {secret: key}
              content: bytes(headers["x-time"] + ".") + body
              signature: pairs(headers["x-sig"], ",", "=")["v1"]
              encoding: hex
              timestamp: {value: 'headers["x-time"]', format: unix, tolerance_s: 300}
        receive:
          key: item.id
        normalize:
          event:
            dedupe_id: ${item.id}
            channel: sms
            direction: inbound
            address: ${item.?phone}
            provider_message_id: ${item.id}
          identifiers:
            - {kind: email, value: "${item.?email}"}
            - {kind: account, value: '${config.creditor + ":" + string(item.?account.orValue(""))}'}
          rules:
            - {when: item.kind == "message.in", type: message.received, event: {text: "${item.?text}"}}
        """
    private static let secret = "whsec_original_secret_value"

    private static func source(config: JSONObject = [:]) throws -> Source {
        ConnectorsTests.source(
            try Connector.read(yaml, name: "test.yaml"),
            secrets: ["key": [secret]],
            config: config
        )
    }

    /// A request as the provider signs it.
    private static func signed(
        _ body: String,
        type: String = "application/json",
        url: String = "https://gw.acme-dental.com/hooks/in",
        more: [(name: String, value: String)] = []
    ) -> RawWebhook {
        let time = "1759999990"
        let code = HashAlgorithm.sha256.authenticate(Array("\(time).\(body)".utf8), key: Array(secret.utf8))
        let headers: [(name: String, value: String)] = [
            ("content-type", type), ("x-time", time), ("x-sig", "t=\(time),v1=\(Hex.encode(code))"),
            ("host", "gw.acme-dental.com"), ("user-agent", "Provider/1"), ("x-forwarded-for", "203.0.113.9"),
        ]
        return RawWebhook(
            source: "in",
            method: "POST",
            url: url,
            headers: headers + more,
            body: Array(body.utf8),
            received: noon
        )
    }

    private static func record(_ webhooks: [RawWebhook], config: JSONObject = [:]) throws -> [RecordedCase] {
        var recorder = Recorder(source: try source(config: config), connectorText: yaml, salt: Array("s".utf8))
        return try webhooks.map { webhook in
            guard case .recorded(let item) = recorder.record(webhook) else { throw Failure() }
            return item
        }
    }

    private struct Failure: Error {}

    private static func check(_ items: [RecordedCase]) throws {
        let text = items.map(\.yaml).joined()
        let cases = try ConnectorCase.readAll(text, name: "tests.yaml")
        let connector = try Connector.read(yaml, name: "test.yaml")
        for found in cases { #expect(found.differences(of: connector, among: cases).isEmpty, "\(text)") }
    }

    private static let body = #"""
        {"id":"msg_8dk2Lq93Zp","kind":"message.in","phone":"+14155550147","email":"Ann.Smith@acme-patients.com",
         "text":"Please call me, Ann, at 415-555-0147","first_name":"Ann","last_name":"O\u2019Smith-Jones","company":"Smith & Sons",
         "address":{"line1":"12 Willow Road","city":"Springdale","zip":"94105","state":"CA"},"dob":"1971-03-09",
         "card":"4242 4242 4242 4242","ssn":"123-45-6789","account":100231,"amount":12500,"currency":"USD","api_token":"abc123def456",
         "callback":"https://portal.acme-dental.com/customers/100231?email=ann.smith%40acme-patients.com&t=s3cr3tT0ken",
         "meta":"{\"caller\":\"(415) 555-0147\",\"owner_name\":\"Ann Smith\"}","ip":"198.51.100.77",
         "created_at":"2025-10-09T08:53:10Z","sent":1759999990,"to_name":"Jos\u00e9 P\u00e9rez","ünï":"Zoë"}
        """#
    private static let personal = [
        "4155550147", "415-555-0147", "(415) 555-0147", "ann.smith", "acme-patients", "Smith", "Jones", "Willow",
        "Springdale", "94105", "1971-03-09", "4242", "123-45-6789", "100231", "abc123def456", "s3cr3tT0ken",
        "acme-dental",
        "198.51.100.77", "203.0.113.9", "José", "Pérez", "P\\u00e9rez", "Zoë", "8dk2Lq93Zp", "whsec_original", "u2019",
    ]

    @Test("nothing personal survives, wherever it stands and however it is written")
    func nothing() throws {
        let item = try #require(try Self.record([Self.signed(Self.body)], config: ["creditor": "acme"]).first)
        for original in Self.personal {
            #expect(!item.yaml.lowercased().contains(original.lowercased()), "\(original) in\n\(item.yaml)")
        }
        let words = Set(item.yaml.lowercased().split { !$0.isLetter })
        for name in ["ann", "smith", "zoë"] { #expect(!words.contains(name[...])) }
        try Self.check([item])
        for kept in ["message.in", "12500", "USD", "2025-10-09T08:53:10Z", "1759999990", "message.received"] {
            #expect(item.yaml.contains(kept), "\(kept) in\n\(item.yaml)")
        }
        #expect(item.kept.isEmpty)
    }

    @Test("the same becomes the same, in one request and in several")
    func consistent() throws {
        let bodies = [
            #"{"id":"a1","kind":"message.in","phone":"+14155550147","text":"x y z","alt":"415-555-0147"}"#,
            #"{"id":"b2","kind":"message.in","phone":"4155550147","email":"A@b.example"}"#,
            #"{"id":"c3","kind":"message.in","phone":"+14155550148","email":"a@B.example"}"#,
        ]
        let items = try Self.record(bodies.map { Self.signed($0) })
        let events = items.flatMap(\.events)
        #expect(events.map(\.address) == ["+15005550100", "+15005550100", "+15005550101"])
        #expect(items[0].yaml.contains("500-555-0100"))
        let emails = events.map { $0.identifiers.first { $0.kind == .email }?.value }
        #expect(emails == [nil, "person1@example.com", "person1@example.com"])
        #expect(items[0].yaml.contains("Example text 1"))
        try Self.check(items)
    }

    @Test("a request that came twice is a duplicate of the first")
    func duplicates() throws {
        let body = #"{"id":"a1","kind":"message.in"}"#
        let items = try Self.record([
            Self.signed(body), Self.signed(body), Self.signed(#"{"id":"a2","kind":"message.in"}"#),
        ])
        #expect(items.map(\.original) == [nil, items[0].name, nil])
        #expect(Set(items.map(\.name)).count == 3)
        try Self.check(items)
    }

    @Test("forms stay forms, and what is escaped in them stays escaped")
    func forms() throws {
        let body = "id=m%2B1&kind=message.in&phone=%2B14155550147&text=Hi+there+Ann+Smith&empty=&phone=%2B14155550199"
        let item = try #require(
            try Self.record([Self.signed(body, type: "application/x-www-form-urlencoded")]).first
        )
        #expect(
            item.yaml.contains("kind=message.in&phone=%2B15005550100&text=Example+text+1&empty=&phone=%2B15005550101")
        )
        #expect(item.events.first?.address == "+15005550100")
        try Self.check([item])
    }

    @Test("headers that nobody reads are left out, and so is the way the request came")
    func headers() throws {
        let more = [(name: "x-request-id", value: "9f3c"), (name: "authorization", value: "Bearer t0ps3cret")]
        let item = try #require(try Self.record([Self.signed(#"{"id":"1","kind":"message.in"}"#, more: more)]).first)
        for name in ["host", "user-agent", "x-forwarded-for", "x-request-id", "authorization", "t0ps3cret"] {
            #expect(!item.yaml.contains(name), "\(item.yaml)")
        }
        for name in ["content-type", "x-time", "x-sig"] { #expect(item.yaml.contains("      \(name): ")) }
        #expect(item.yaml.contains("now: 1759999990"))
        #expect(
            item.yaml.contains("url: https://gw.example.com/hooks/test")
                || item.yaml.contains("'https://gw.example.com/hooks/test'")
        )
    }

    @Test("what cannot be recorded is left out with a reason that tells nothing of it")
    func leftOut() throws {
        var recorder = Recorder(source: try Self.source(), connectorText: Self.yaml)
        for (webhook, part) in [
            (Self.signed("{\"id\":"), "cannot read it"),
            (request(#"{"id":"1"}"#, headers: ["Content-Type": "application/json"]), "nothing that a step"),
            (Self.signed(#"{"kind":"message.in"}"#), "cannot read it"),
        ] {
            guard case .leftOut(let reason) = recorder.record(webhook) else {
                Issue.record("it is recorded")
                continue
            }
            #expect(reason.contains(part), "\(reason)")
        }
    }

    @Test("a step that asks the provider cannot be signed anew")
    func calls() throws {
        let source = ConnectorsTests.source(
            try Repository.connector("paypal"),
            config: ["verification": "call", "webhook_id": "W"]
        )
        let names = ["auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time"]
        let headers = Dictionary(uniqueKeysWithValues: names.map { ("paypal-\($0)", "x") })
        var recorder = Recorder(source: source, connectorText: "")
        guard case .leftOut(let reason) = recorder.record(request(#"{"id":"1"}"#, headers: headers)) else {
            Issue.record("it is recorded")
            return
        }
        #expect(reason == "a step `call verify_signature` cannot be signed anew")
    }

    @Test("without a salt of one's own nothing can be told from one run to the next")
    func salts() throws {
        let webhook = Self.signed(#"{"id":"9f8e7d6c5b4a39281706","kind":"message.in"}"#)
        let ids = try (0..<2).map { _ in
            var recorder = Recorder(source: try Self.source(), connectorText: Self.yaml)
            guard case .recorded(let item) = recorder.record(webhook) else { throw Failure() }
            return item.events.first?.id
        }
        #expect(ids[0] != ids[1])
    }
}

/// Which pieces a text falls into.
@Suite("Recording: texts") struct LeafTextTests {
    private func words(_ text: String, expectsPhone: Bool = false) -> [String] {
        LeafText(text, expectsPhone: expectsPhone).pieces.compactMap { piece in
            switch piece {
            case .email(let text): "email \(text)"
            case .phone(let text): "phone \(text)"
            case .networkAddress(let text): "address \(text)"
            case .number(let text): "number \(text)"
            case .moment(let text): "moment \(text)"
            case .word(let text): text
            case .mark: nil
            }
        }
    }

    @Test(
        "texts",
        arguments: [
            ("Ann <ann.b+c@d-e.example.com>.", ["Ann", "email ann.b+c@d-e.example.com"]),
            ("whatsapp:+14155550147", ["whatsapp", "phone +14155550147"]),
            ("call (415) 555-0147 now", ["call", "phone (415) 555-0147", "now"]),
            ("1-415-555-0147", ["phone 1-415-555-0147"]), ("4155550147", ["phone 4155550147"]),
            ("1759999990", ["1759999990"]), ("2025-10-09 08:53:20", ["moment 2025-10-09 08:53:20"]),
            ("2025-10-09T08:53:20.404+02:00!", ["moment 2025-10-09T08:53:20.404+02:00"]),
            ("from 198.51.100.7, v1.2.3", ["from", "address 198.51.100.7", "v1", "2", "3"]),
            ("4242 4242 4242 4242", ["number 4242 4242 4242 4242"]), ("123-45-6789.", ["number 123-45-6789"]),
            ("12-34", ["12", "34"]), ("SM9f8e 447700900123", ["SM9f8e", "447700900123"]), ("a@b", ["a", "b"]),
            ("+1", ["1"]),
            ("Zoë@x", ["Zoë", "x"]), ("", []), ("(", []), ("+", []),
        ]
    )
    func pieces(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("where a telephone is expected, any number of its length is one")
    func expected() {
        #expect(words("447700900123", expectsPhone: true) == ["phone 447700900123"])
        #expect(words("42", expectsPhone: true) == ["42"])
    }

    @Test("together the pieces are the text, whatever it is", .timeLimit(.minutes(1)))
    func whole() {
        var random = Seeded(state: 4)
        let letters = Array("+1(4)5-0 @.aZé9:T2025-10-09Z/".unicodeScalars)
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                text.append(letters.randomElement(using: &random) ?? "x")
            }
            let bytes = LeafText(String(text), expectsPhone: Bool.random(using: &random)).pieces.flatMap { piece in
                switch piece {
                case .email(let text), .phone(let text), .networkAddress(let text), .number(let text): Array(text.utf8)
                case .moment(let text), .word(let text): Array(text.utf8)
                case .mark(let byte): [byte]
                }
            }
            #expect(bytes == Array(String(text).utf8))
        }
    }
}
