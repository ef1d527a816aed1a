import Core
import Testing

@testable import Connectors

/// Requests that are believed for where they come from.
@Suite("Verify steps: network") struct NetworkTests {
    private static let step = "all:\n  - {type: network, cidrs: [192.0.2.0/24, '2001:db8::/32', 198.51.100.7]}"

    @Test(
        "who may send",
        arguments: [
            ("192.0.2.255", "ok"), ("192.0.3.0", "bad_credentials"), ("::ffff:192.0.2.1", "ok"),
            ("::ffff:c000:201", "ok"),
            ("2001:db8:ffff::1", "ok"), ("2001:db9::1", "bad_credentials"), ("198.51.100.7", "ok"),
            ("198.51.100.8", "bad_credentials"), ("192.0.2.1.evil", "missing_credentials"),
            (nil, "missing_credentials"),
        ] as [(String?, String)]
    )
    func peers(peer: String?, expected: String) throws {
        let source = source(try connector(verify: Self.step))
        let plain = request("hello", headers: ["X-Forwarded-For": "192.0.2.1"])
        let webhook = RawWebhook(
            source: plain.source,
            method: plain.method,
            url: plain.url,
            headers: plain.headers,
            body: plain.body,
            received: plain.received,
            peer: peer
        )
        #expect(reason(webhook, source) == expected)
    }

    @Test(
        "what an author may not write",
        arguments: [
            "cidrs: [192.0.2.0/33]", "cidrs: [example.com]", "cidrs: ['::ffff:192.0.2.0/120']", "cidrs: [010.0.0.1]",
        ]
    )
    func lint(line: String) {
        let yaml = "connector: x\nversion: 1\nverify: {all: [{type: network, \(line)}]}\n"
        #expect(problems(yaml).contains { $0.contains("is no network") }, "\(problems(yaml))")
    }

    @Test("nonces, client certificates and calls are not there yet, and say so")
    func later() {
        for step in [
            "{type: equals, value: url, secret: k, nonce: {value: url}}",
            "{type: network, cidrs: ['::/0'], client_cert: {}}",
            "{type: call, action: x}",
        ] {
            let found = problems("connector: x\nversion: 1\nsecrets: [k]\nverify: {all: [\(step)]}\n")
            #expect(found.contains { $0.contains("not-available") }, "\(found)")
        }
    }
}
