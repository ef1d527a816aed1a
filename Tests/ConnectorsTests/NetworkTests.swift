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

    @Test(
        "with which certificate",
        arguments: [
            ("CN=hooks,O=Carrier", "192.0.2.1", "ok"), ("CN=hooks,O=Carrier,OU=x", "192.0.2.1", "bad_credentials"),
            ("CN=hooks,O=Carrier", "192.0.3.1", "bad_credentials"), ("", "192.0.2.1", "missing_credentials"),
            (nil, "192.0.2.1", "missing_credentials"), ("CN=hooks,O=Carrier", nil, "missing_credentials"),
        ] as [(String?, String?, String)]
    )
    func certificates(subject: String?, peer: String?, expected: String) throws {
        let rules = "cidrs: [192.0.2.0/24], client_cert: {subject: 'CN=hooks,O=(Carrier|Other)'}"
        let step = "all:\n  - {type: network, \(rules)}"
        let source = source(try connector(verify: step))
        let headers = [(name: "x-client-subject", value: "CN=hooks,O=Carrier")]
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: "https://gw.example.com/hooks/src",
            headers: headers,
            body: [],
            received: noon,
            peer: peer,
            clientSubject: subject
        )
        #expect(reason(webhook, source) == expected)
    }

    @Test(
        "a certificate alone is enough, and one of both there must be",
        arguments: [
            ("client_cert: {subject: CN=a}", nil), ("cidrs: []", "bad-value"), ("client_cert: {}", "missing-key"),
            ("client_cert: {subject: '('}", "bad-pattern"), ("client_cert: {subject: a, issuer: b}", "unknown-key"),
            ("when: 'true'", "missing-key"),
        ] as [(String, String?)]
    )
    func rules(line: String, code: String?) {
        let found = problems("connector: x\nversion: 1\nverify: {all: [{type: network, \(line)}]}\n")
        #expect(code.map { code in found.contains { $0.contains(" \(code): ") } } ?? true, "\(found)")
    }
}
