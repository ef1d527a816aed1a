import Core
import Testing

@testable import Connectors

/// From items to events.
@Suite("Normalizing") struct NormalizeTests {
    private func events(
        _ body: String,
        _ normalize: String,
        receive: String = "decode: json",
        url: String = ""
    ) throws -> [Event] {
        let source = source(try connector(receive: receive, normalize: normalize))
        let url = url.isEmpty ? "https://gw.example.com/hooks/src" : url
        return try ConnectorsTests.events(request(body, url: url), source)
    }

    @Test("fields have their places, the rest is data")
    func fields() throws {
        let normalize = """
            event:
              occurred_at: ${time(item.at)}
              dedupe_id: ${item.id}
              channel: sms
              direction: outbound
              address: (415) 555-0100
              provider_message_id: m1
              account: acme:7
              delivery: dlv_1
              text: ${item.text}
              empty: ""
              none: ${item.?none}
              parts: {a: 1, b: '${item.?none}'}
            rules:
              - {type: message.sent, event: {text: rule wins}}
            """
        let event = try #require(try events(#"{"id":"e1","at":1759999990,"text":"hi"}"#, normalize).first)
        #expect(event.id == "e1")
        #expect(event.source == "src")
        #expect(event.readBy == "test@3")
        #expect(event.time == Timestamp(seconds: 1_759_999_990))
        #expect(event.recorded == noon)
        #expect(event.channel == .sms)
        #expect(event.direction == .outbound)
        #expect(event.address == "+14155550100")
        #expect(event.account == AccountKey(creditor: "acme", reference: "7"))
        #expect(event.delivery == "dlv_1")
        #expect(event.identifiers == [try #require(Identifier("account:acme:7"))])
        #expect(event.data == ["message": "m1", "parts": ["a": 1], "text": "rule wins", "unverified": true])
    }

    @Test(
        "the provider's id is called what the vocabulary calls it",
        arguments: [
            ("message.sent", "", "message"), ("call.answered", "", "call"), ("payment.failed", "", "payment"),
            ("customer.created", "", "record"), ("consent.revoked", "sms", "message"),
            ("consent.revoked", "voice", "call"),
        ]
    )
    func providerID(type: String, channel: String, name: String) throws {
        let normalize = "event: {provider_message_id: p1, channel: '\(channel)'}\nrules: [{type: \(type)}]"
        #expect(try events("{}", normalize).first?.data[name] == "p1")
    }

    @Test("an unsaid time is when the request came, an unsaid id the item's key")
    func defaults() throws {
        let event = try #require(try events("{}", "rules: [{type: message.sent}]").first)
        #expect(event.time == noon)
        #expect(event.id == Hex.encode(HashAlgorithm.sha256.digest(Array("{}".utf8))))
    }

    @Test(
        "first match, and further ones while a rule says so",
        arguments: [
            ("a", ["k:message.received", "k"]), ("b", ["k"]), ("c", []), ("d", []),
        ]
    )
    func rules(kind: String, ids: [String]) throws {
        let normalize = """
            rules:
              - {when: item.kind == "a", type: message.received, also: true}
              - {when: 'item.kind in ["a", "b"]', type: consent.revoked}
              - {when: item.kind == "d", ignore: true}
              - {when: item.kind == "d", type: message.sent}
            """
        let events = try events(#"{"kind":"\#(kind)"}"#, normalize, receive: "decode: json\nkey: '\"k\"'")
        #expect(events.map(\.id) == ids)
    }

    @Test("two events of an item never share an id")
    func sharedID() throws {
        let normalize = """
            event: {dedupe_id: "${item.id}"}
            rules:
              - {type: message.complained, also: true}
              - {type: consent.revoked}
            """
        #expect(try events(#"{"id":"e"}"#, normalize).map(\.id) == ["e", "e:consent.revoked"])
    }

    @Test(
        "a condition on a missing field is false, also below null",
        arguments: [#"{}"#, #"{"a":{}}"#, #"{"a":null}"#, #"{"a":{"b":null}}"#, #"{"a":{"b":[]}}"#]
    )
    func missing(body: String) throws {
        let normalize = "rules: [{when: 'item.a.b[0].c == 1', type: message.sent}, {type: message.failed}]"
        #expect(try events(body, normalize).map(\.type.rawValue) == ["message.failed"])
    }

    @Test(
        "any other failure is one",
        arguments: [
            ("rules: [{when: item.n > 'x', type: message.sent}]", "test.yaml:8: "),
            ("rules: [{when: item.n, type: message.sent}]", "test.yaml:8: a condition must be true or false"),
            ("event: {amount: '${item.none}'}\nrules: [{type: message.sent}]", "test.yaml:8: no such key: `item.none`"),
            (
                "event: {direction: up}\nrules: [{type: message.sent}]",
                "test.yaml:8: `direction` must be inbound or outbound"
            ),
            ("event: {account: x}\nrules: [{type: message.sent}]", "test.yaml:8: `account` must be creditor:reference"),
            (
                "event: {occurred_at: now}\nrules: [{type: message.sent}]",
                "test.yaml:8: `occurred_at` must be a time: use `time(…)`"
            ),
            ("identifiers: '${item.ids}'\nrules: [{type: message.sent}]", "test.yaml:8: an identifier needs a `kind`"),
        ]
    )
    func failures(normalize: String, reason: String) throws {
        let failure = #expect(throws: ReadFailure.self) { _ = try events(#"{"n":1,"ids":[{"kind":"x"}]}"#, normalize) }
        #expect(failure?.reason.hasPrefix(reason) == true, "\(failure?.reason ?? "")")
    }

    @Test("a name of `let` that fails hurts only who reads it")
    func lets() throws {
        let normalize = """
            let:
              object: item.data.object
              id: object.id
            rules:
              - {when: id == "x", type: message.sent}
              - {type: message.failed}
            """
        #expect(try events(#"{"data":{"object":{"id":"x"}}}"#, normalize).map(\.type.rawValue) == ["message.sent"])
        #expect(try events("{}", normalize).map(\.type.rawValue) == ["message.failed"])
    }

    @Test("a computed type outside the vocabulary is ignored")
    func computedType() throws {
        let normalize = "rules: [{type: '${item.type}'}]"
        #expect(try events(#"{"type":"payment.succeeded"}"#, normalize).map(\.type) == [.paymentSucceeded])
        #expect(
            try events(#"{"type":"io.throughline.payment.succeeded.v1"}"#, normalize).map(\.type) == [.paymentSucceeded]
        )
        #expect(try events(#"{"type":"lunch.eaten"}"#, normalize).isEmpty)
    }

    @Test("identifiers: the shared ones and the rule's, normalized, once, without empty ones")
    func identifiers() throws {
        let normalize = """
            identifiers:
              - {kind: email, value: '${item.mail}'}
              - {kind: phone, value: ''}
              - {kind: crm_id, value: '${item.?none}'}
            rules:
              - type: customer.updated
                identifiers: '${item.ids}'
            """
        let body =
            #"{"mail":"Ann@Example.com","ids":[{"kind":"email","value":"ann@example.com"},{"kind":"crm_id","value":7},{"kind":"phone","value":"1"}]}"#
        let event = try #require(try events(body, normalize).first)
        #expect(event.identifiers.map { "\($0.kind.rawValue):\($0.value)" } == ["email:ann@example.com", "crm_id:7"])
    }

    @Test("a single account among the identifiers is what the event is about")
    func account() throws {
        let one = "identifiers: [{kind: account, value: 'acme:1'}]\nrules: [{type: payment.succeeded}]"
        #expect(try events("{}", one).first?.account?.description == "acme:1")
        let two = one.replacing("}]\n", with: "}, {kind: account, value: 'acme:2'}]\n")
        #expect(try events("{}", two).first?.account == nil)
    }

    @Test("a callback URL names its delivery")
    func delivery() throws {
        let url = "https://gw.example.com/hooks/src?delivery=dlv_7"
        #expect(try events("{}", "rules: [{type: message.sent}]", url: url).first?.delivery == "dlv_7")
        let field = "event: {delivery: dlv_8}\nrules: [{type: message.sent}]"
        #expect(try events("{}", field, url: url).first?.delivery == "dlv_8")
    }

    @Test("many members at once")
    func members() throws {
        let normalize = "event: {data: '${item.data}', text: own}\nrules: [{type: message.sent}]"
        let event = try #require(try events(#"{"data":{"a":1,"b":null,"text":"x"}}"#, normalize).first)
        #expect(event.data == ["a": 1, "text": "own", "unverified": true])
    }
}
