import Core
import Testing

@testable import Connectors

/// Items that say too little: what is asked of the provider, and what is read then.
@Suite("Thin items") struct EnrichTests {
    static let actions = """
        get_record:
          input: {id: string, kind: string?}
          request: {method: GET, url: 'https://api.example.com/${input.id}'}
          idempotency: natural
          response: {ok: status == 200, result: {name: '${json.name}', provider_message_id: '${json.id}'}}
        send:
          input: {to: string}
          request: {method: POST, url: https://api.example.com/}
          idempotency: none
          response: {ok: status == 200}
        """

    private static let receive = """
        decode: json
        split: json
        key: item.id
        enrich: {when: item.thin, action: get_record, input: {id: '${item.id}', kind: '${item.?kind}'}}
        """

    private static let normalize = """
        let: {name: full.?name.orValue('nobody')}
        event: {who: '${name}', address: '${full.?email}'}
        identifiers: [{kind: crm_id, value: '${full.?provider_message_id}'}]
        rules:
          - {when: full != null, type: account.placed}
          - {type: customer.updated}
        """

    private func source() throws -> Source {
        try ConnectorsTests.source(
            connector(receive: Self.receive, normalize: Self.normalize, actions: Self.actions)
        )
    }

    @Test("an item that says enough is read as it is; another is asked for first")
    func asks() throws {
        let source = try source()
        let webhook = source.trusted(request(#"[{"id":"a","thin":true},{"id":"b","thin":false},{"id":"c"}]"#))
        let asked = try source.read(webhook).map { try source.enrichment(of: $0, in: webhook) }
        #expect(asked.map { $0?.action.name } == ["get_record", nil, nil])
        #expect(asked[0]?.input == ["id": "a"], "what is null is left out")
        #expect(source.connector.enrichesItems)
    }

    @Test("what was fetched is `full` wherever the item is looked at; without it `full` is null")
    func full() throws {
        let source = try source()
        let webhook = source.trusted(request(#"[{"id":"a","thin":true}]"#))
        let item = try #require(try source.read(webhook).first)
        let full = Enrichment.full(providerID: "r1", result: ["name": "Ann", "email": "Ann@Example.com"])
        let rich = try source.events(from: item, of: webhook, recorded: noon, full: full)
        #expect(rich.map(\.type) == [.accountPlaced])
        #expect(rich.first?.data["who"] == "Ann")
        #expect(rich.first?.address == "ann@example.com")
        #expect(rich.first?.identifiers.map(\.value) == ["r1"])
        let thin = try source.events(from: item, of: webhook, recorded: noon)
        #expect(thin.map(\.type.rawValue) == ["customer.updated"])
        #expect(thin.first?.data["who"] == "nobody")
    }

    @Test("a condition that is no condition cannot be read")
    func badCondition() throws {
        let source = try source()
        let webhook = source.trusted(request(#"[{"id":"a","thin":"yes"}]"#))
        let item = try #require(try source.read(webhook).first)
        #expect(throws: ReadFailure.self) { try source.enrichment(of: item, in: webhook) }
    }

    @Test(
        "what is wrong with it",
        arguments: [
            (
                "enrich: {action: get_recrd, input: {id: x}}",
                "7:20 unknown-action: there is no action `get_recrd` (did you mean `get_record`?)"
            ),
            (
                "enrich: {action: get_record}",
                "7:20 missing-input: `get_record` needs the input `id` (add `input: {id: …}`)"
            ),
            (
                "enrich: {action: get_record, input: {id: x, knd: y}}",
                "7:47 unknown-input: `get_record` takes no input `knd` (did you mean `kind`?)"
            ),
            (
                "enrich: {action: send, input: {to: x}}",
                "7:20 acting-action: `send` would change something "
                    + "(name one with `method: GET`, or with `idempotency: natural`)"
            ),
            ("enrich: {input: {}}", "7:11 missing-key: `action` is missing (add `action: …`)"),
        ]
    )
    func lint(enrich: String, problem: String) {
        #expect(found(receive: enrich) == [problem])
    }

    @Test("`full` without `enrich`, and as a name of one's own")
    func fullWithoutEnrich() {
        let normalize = "rules: [{type: account.placed, event: {who: '${full.name}'}}]"
        let message = "missing-enrich: `full` is what is fetched for an item, and nothing is"
        #expect(found(normalize: normalize).map { $0.contains(message) } == [true])
        let taken = found(normalize: "{let: {full: '1'}, rules: []}")
        #expect(taken.map { $0.contains("bad-value: `full` is taken") } == [true])
    }

    private func found(receive: String = "decode: json", normalize: String = "rules: []") -> [String] {
        let actions = Self.actions.split(separator: "\n").map { "  \($0)\n" }.joined()
        let head = "connector: x\nversion: 1\nverify: {none: {because: test}}\nnormalize:\n  \(normalize)\n"
        return problems("\(head)receive:\n  \(receive)\nactions:\n\(actions)").filter {
            !$0.contains("literal-expression")
        }
    }
}
