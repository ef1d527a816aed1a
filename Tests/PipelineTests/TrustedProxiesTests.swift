import Connectors
import Core
import Testing

@testable import Pipeline

/// Who sent a request that came through proxies.
@Suite("Trusted proxies") struct TrustedProxiesTests {
    private func sender(_ peer: String?, _ headers: [(String, String)]) throws -> (address: String?, subject: String?) {
        let networks = try #require(AddressList(["10.0.0.0/8", "fd00::/8", "192.0.2.7"]))
        let proxies = TrustedProxies(networks: networks, certificateHeader: "X-Client-Subject")
        return proxies.sender(peer: peer, headers: headers.map { (name: $0.0, value: $0.1) })
    }

    @Test(
        "the nearest hop that is no proxy of ours",
        arguments: [
            ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", ["198.51.100.1, 203.0.113.9, 10.0.0.2,192.0.2.7"], "203.0.113.9"),
            ("10.0.0.1", ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
            ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"), ("fd00::1", ["2001:db8::9"], "2001:db8::9"),
            ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"), ("10.0.0.1", ["[2001:db8::9]:4711"], "2001:db8::9"),
            ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", ["203.0.113.9, unknown"], nil), ("10.0.0.1", ["203.0.113.9, "], nil),
            ("10.0.0.1", [""], "10.0.0.1"), ("10.0.0.1", ["unknown, 203.0.113.9"], "203.0.113.9"),
            ("203.0.113.1", ["198.51.100.1"], "203.0.113.1"), ("nonsense", ["198.51.100.1"], "nonsense"),
            (nil, ["198.51.100.1"], nil),
        ] as [(String?, [String], String?)]
    )
    func addresses(peer: String?, forwarded: [String], expected: String?) throws {
        #expect(try sender(peer, forwarded.map { ("x-forwarded-for", $0) }).address == expected)
    }

    @Test("a certificate's subject is taken from a proxy, once")
    func subjects() throws {
        let subject = ("x-client-subject", "CN=a")
        #expect(try sender("10.0.0.1", [subject]).subject == "CN=a")
        #expect(try sender("203.0.113.1", [subject]).subject == nil)
        #expect(try sender(nil, [subject]).subject == nil)
        #expect(try sender("10.0.0.1", [subject, ("x-client-subject", "CN=b")]).subject == nil)
        #expect(try sender("10.0.0.1", []).subject == nil)
    }

    @Test("a long list costs no more than its end")
    func long() throws {
        let hops = Array(repeating: "10.0.0.2", count: 5000).joined(separator: ", ")
        #expect(try sender("10.0.0.1", [("x-forwarded-for", "203.0.113.9, " + hops)]).address == "10.0.0.2")
    }

    @Test("networks are written well or not at all", arguments: ["10.0.0.0/33", "example.com", "", "10.0.0.1/"])
    func networks(text: String) {
        #expect(AddressList([text]) == nil)
    }
}
