import Core
import Testing

@testable import CEL

@Suite("IP addresses and CIDR blocks")
struct NetworkTests {
    /// Written, and its canonical text; nil for what is no address.
    static let addresses: [(String, String?)] = [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("1.2.3.4", "1.2.3.4"),
        ("256.0.0.1", nil), ("1.2.3.1000", nil), ("01.2.3.4", nil), ("1.2.3.04", nil), ("00.0.0.0", nil),
        ("1.2.3", nil), ("1.2.3.4.5", nil), ("1.2.3.", nil), (".1.2.3.4", nil), ("1..2.3", nil), ("1.2.3.4 ", nil),
        (" 1.2.3.4", nil),
        ("1.2.3.-4", nil), ("1.2.3.+4", nil), ("0x1.2.3.4", nil), ("16909060", nil), ("1.2.3.a", nil), ("", nil),
        ("1.2.3.4\u{0}", nil), ("１.2.3.4", nil), ("1.2.3.٤", nil), ("99999999999999999999.1.1.1", nil),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("1::8", "1::8"), ("0:0:0:0:0:0:0:0", "::"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"),
        ("2001:DB8::00AB", "2001:db8::ab"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"), ("0:0:1::", "0:0:1::"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("::ffff:c0a8:1", "192.168.0.1"), ("0:0:0:0:0:FFFF:C0A8:0001", "192.168.0.1"), ("::ffff:0:0", "0.0.0.0"),
        ("::fffe:c0a8:1", "::fffe:c0a8:1"), ("1::ffff:c0a8:1", "1::ffff:c0a8:1"),
        ("::1:ffff:c0a8:1", "::1:ffff:c0a8:1"), ("::ffff:192.168.0.1", nil), ("::192.168.0.1", nil),
        ("64:ff9b::1.2.3.4", nil),
        (":", nil), (":::", nil), ("::::", nil), ("1:::2", nil), ("1::2::3", nil), ("::1::", nil), (":1", nil),
        ("1:", nil), ("::1:", nil), (":1::", nil), ("1:2:3:4:5:6:7", nil), ("1:2:3:4:5:6:7:8:9", nil),
        ("1:2:3:4:5:6:7:8::", nil), ("::1:2:3:4:5:6:7:8", nil), ("1:2:3:4::5:6:7:8", nil), ("1:2:3:4:5:6:7:", nil),
        ("12345::", nil),
        ("00001::", nil), ("g::", nil), ("::-1", nil), ("fe80::1%eth0", nil), ("fe80::1%", nil), ("[::1]", nil),
        ("::1/128", nil), ("1.2.3.4/32", nil), ("1.2.3.4:80", nil), ("::\u{301}", nil), ("localhost", nil),
    ]

    @Test(arguments: addresses)
    func address(_ written: String, _ canonical: String?) throws {
        let address = IPAddress(written)
        #expect(address?.description == canonical)
        if let address { #expect(IPAddress(address.description) == address) }
        let bound = try ask("isIP(headers) && string(ip(headers)) == item", written, canonical ?? "")
        #expect(bound == .bool(canonical != nil))
    }

    /// Written, the block's own text, and that of the masked block; nil for what is no block.
    static let blocks: [(String, String?, String?)] = [
        ("0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0"), ("255.255.255.255/0", "255.255.255.255/0", "0.0.0.0/0"),
        ("10.1.2.3/8", "10.1.2.3/8", "10.0.0.0/8"), ("10.1.2.3/31", "10.1.2.3/31", "10.1.2.2/31"),
        ("10.1.2.3/32", "10.1.2.3/32", "10.1.2.3/32"), ("::/0", "::/0", "::/0"), ("ffff::1/1", "ffff::1/1", "8000::/1"),
        ("2001:DB8::1/64", "2001:db8::1/64", "2001:db8::/64"), ("1::f/127", "1::f/127", "1::e/127"),
        ("1::f/65", "1::f/65", "1::/65"), ("1::f/128", "1::f/128", "1::f/128"),
        ("10.0.0.0/33", nil, nil), ("::/129", nil, nil), ("10.0.0.0/08", nil, nil), ("10.0.0.0/00", nil, nil),
        ("10.0.0.0/-1", nil, nil), ("10.0.0.0/+8", nil, nil), ("10.0.0.0/", nil, nil), ("10.0.0.0", nil, nil),
        ("/8", nil, nil), ("/", nil, nil), ("", nil, nil), ("10.0.0.0//8", nil, nil), ("10.0.0.0/8/8", nil, nil),
        ("10.0.0.0/8 ", nil, nil), ("10.0.0/8", nil, nil), ("10.0.0.0/255.0.0.0", nil, nil),
        ("::/18446744073709551616", nil, nil), ("::/4294967296", nil, nil), ("10.0.0.0/1000", nil, nil),
        ("::ffff:c0a8:0/120", nil, nil), ("::ffff:192.168.0.0/120", nil, nil), ("fe80::1%en0/24", nil, nil),
        ("fe80::/10%en0", nil, nil), ("10.0.0.0/8\u{301}", nil, nil),
    ]

    @Test(arguments: blocks)
    func block(_ written: String, _ canonical: String?, _ masked: String?) throws {
        let block = CIDRBlock(written)
        #expect(block?.description == canonical)
        #expect(block?.masked.description == masked)
        #expect(try ask("isCIDR(headers)", written) == .bool(canonical != nil))
        if block != nil {
            #expect(try ask("cidr(headers).isMask() == (headers == item)", written, masked ?? "") == .bool(true))
        }
    }

    static let truths: [(String, Bool)] = [
        ("cidr('10.0.0.0/8').containsIP('10.255.255.255')", true), ("cidr('10.0.0.0/8').containsIP('11.0.0.0')", false),
        ("cidr('10.9.9.9/8').containsIP('10.0.0.0')", true), ("cidr('0.0.0.0/0').containsIP('255.255.255.255')", true),
        ("cidr('0.0.0.0/0').containsIP('::1')", false), ("cidr('::/0').containsIP('1.2.3.4')", false),
        ("cidr('::/0').containsIP('ffff::')", true), ("cidr('1.2.3.4/32').containsIP('1.2.3.5')", false),
        ("cidr('192.168.0.0/16').containsIP('::ffff:c0a8:1')", true),
        ("cidr('2001:db8::/63').containsIP('2001:db8:0:1::')", true),
        ("cidr('2001:db8::/64').containsIP('2001:db8:0:1::')", false),
        ("cidr('2001:db8::/65').containsIP('2001:db8::8000:0:0:0')", false),
        ("cidr('1::/128').containsIP('1::1')", false),
        ("cidr('10.0.0.0/8').containsCIDR('10.255.0.0/16')", true), ("cidr('10.0.0.0/8').containsCIDR('::/0')", false),
        ("cidr('::/0').containsCIDR('10.0.0.0/8')", false), ("cidr('10.0.0.0/8').containsCIDR('0.0.0.0/0')", false),
        ("cidr('10.0.0.1/8') == cidr('10.0.0.0/8')", false), ("cidr('10.0.0.1/8') == dyn(ip('10.0.0.1'))", false),
        ("cidr('10.0.0.1/8').ip() == ip('10.0.0.1')", true), ("ip('10.0.0.1') == dyn('10.0.0.1')", false),
        ("ip('10.0.0.1') in [ip('10.0.0.2'), ip('10.0.0.1')]", true), ("cidr('::/7').prefixLength() == 7", true),
        ("ip('::ffff:a00:1').family() == 4", true), ("ip('::fffe:a00:1').family() == 6", true),
        ("ip('127.255.255.255').isLoopback()", true), ("ip('128.0.0.0').isLoopback()", false),
        ("ip('::2').isLoopback()", false), ("ip('::ffff:7f00:1').isLoopback()", true),
        ("ip('224.0.0.255').isLinkLocalMulticast()", true), ("ip('ff12::1').isLinkLocalMulticast()", true),
        ("ip('ff03::1').isLinkLocalMulticast()", false), ("ip('febf::1').isLinkLocalUnicast()", true),
        ("ip('fec0::1').isLinkLocalUnicast()", false), ("ip('169.255.0.0').isLinkLocalUnicast()", false),
        ("ip('0.0.0.0').isGlobalUnicast()", false), ("ip('::').isGlobalUnicast()", false),
        ("ip('223.255.255.255').isGlobalUnicast()", true), ("ip('239.255.255.255').isGlobalUnicast()", false),
        ("ip('240.0.0.0').isGlobalUnicast()", true), ("ip('169.254.0.1').isGlobalUnicast()", false),
        ("ip('fe80::1').isGlobalUnicast()", false), ("ip('::1').isGlobalUnicast()", false),
        ("ip('0.0.0.1').isUnspecified()", false), ("ip('::ffff:0:0').isUnspecified()", true),
        ("ip.isCanonical('2001:db8::1')", true), ("ip.isCanonical('2001:db8:0:0:0:0:0:1')", false),
        ("ip.isCanonical('::ffff:c0a8:1')", false),
        ("dyn(type(net.IP)) == type && type(ip('::')) != dyn(net.CIDR)", true),
        ("'%s %s'.format([ip('2001:DB8::1'), cidr('10.0.0.1/8')]) == '2001:db8::1 10.0.0.1/8'", true),
    ]

    @Test(arguments: truths)
    func truth(_ text: String, _ expected: Bool) throws {
        #expect(try evaluate(text) == .bool(expected))
    }

    static let refusals: [(String, EvaluationError.Kind)] = [
        ("ip(headers)", .invalidArgument), ("cidr(headers)", .invalidArgument),
        ("ip.isCanonical(headers)", .invalidArgument),
        ("cidr('::/0').containsIP(headers)", .invalidArgument),
        ("cidr('::/0').containsCIDR(headers)", .invalidArgument),
        ("isIP(dyn(cidr('::/0')))", .noSuchOverload), ("ip(dyn(ip('::')))", .noSuchOverload),
        ("dyn(ip('::')).masked()", .noSuchOverload), ("dyn(cidr('::/0')).family()", .noSuchOverload),
        ("cidr('::/0').containsIP(dyn(cidr('::/0')))", .noSuchOverload), ("int(dyn(ip('::')))", .noSuchOverload),
        ("dyn(ip('::')) < dyn(ip('::1'))", .noSuchOverload), ("{dyn(ip('::')): 1}", .invalidKey),
    ]

    @Test(
        "Hostile text is refused, for next to nothing, and is not repeated in the message",
        arguments: refusals
    )
    func refused(_ text: String, _ kind: EvaluationError.Kind) throws {
        for hostile in [
            String(repeating: "1", count: 10_000), String(repeating: ":", count: 10_000), "10.0.0.secret/8",
        ] {
            let error = try ask(text, hostile, budget: 10).error
            #expect(error?.kind == kind)
            #expect(error?.message.contains("secret") == false)
        }
    }

    @Test("A constant that is no address is told when the expression is compiled, where it stands")
    func constants() {
        for text in ["ip('1.2.3')", "isIP('') || ip.isCanonical('x') || cidr('::/0').containsIP('x')"] {
            #expect(problems(text).allSatisfy { $0.code == "cel-argument" } && !problems(text).isEmpty)
        }
        #expect(problems("cidr('10.0.0.0/33')").map(\.code) == ["cel-argument"])
        #expect(problems("[isIP('x'), isCIDR('x')]").isEmpty)
    }

    @Test("A value is as large as before, and is written as text")
    func value() throws {
        #expect(MemoryLayout<Value>.size == 17)
        #expect(try evaluate("[ip('::ffff:1:2'), cidr('1::/16')]").json == ["0.1.0.2", "1::/16"])
    }

    /// The value of an expression of `headers` and `item`.
    private func ask(_ text: String, _ headers: String, _ item: String = "", budget: Int = 100_000) throws -> Value {
        var bindings = everything.bindings()
        bindings["headers"] = Value(headers)
        bindings["item"] = Value(item)
        return try Expression.compile(SourceText(text), in: everything).evaluate(bindings, budget: budget)
    }
}
