import Testing

@testable import Outbound

struct ForbiddenAddressesTests {
    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.0.255",
        "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7",
        "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    ])
    func `special IPv4 is refused`(text: String) throws {
        #expect(ForbiddenAddresses.contains(try address(text), allowingPrivate: false))
    }

    @Test(arguments: [
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "64:ff9b::1:0:0", "100::1", "2001::1",
        "2001:0:53aa:64c:0:5efe:7f00:1", "2001:20::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1",
        "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
        "4000::1", "1fff::1",
    ])
    func `special IPv6 is refused`(text: String) throws {
        #expect(ForbiddenAddresses.contains(try address(text), allowingPrivate: false))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.1", "223.255.255.255", "2001:200::1",
        "2001:4860:4860::8888", "2606:4700::1111", "2003::1", "64:ff9b::8.8.8.8",
    ])
    func `public addresses are taken`(text: String) throws {
        #expect(!ForbiddenAddresses.contains(try address(text), allowingPrivate: false))
        #expect(!ForbiddenAddresses.contains(try address(text), allowingPrivate: true))
    }

    @Test(arguments: ["127.0.0.1", "::1", "10.1.2.3", "100.64.0.1", "172.16.0.1", "192.168.1.1", "fd00::1"])
    func `private addresses are taken when the operator allows them`(text: String) throws {
        #expect(!ForbiddenAddresses.contains(try address(text), allowingPrivate: true))
    }

    @Test(arguments: [
        "0.0.0.0", "169.254.169.254", "192.0.2.1", "224.0.0.1", "255.255.255.255", "::", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:a00:1::1", "fe80::1", "ff02::1",
    ])
    func `allowing private addresses opens nothing else`(text: String) throws {
        #expect(ForbiddenAddresses.contains(try address(text), allowingPrivate: true))
    }

    @Test(arguments: ["127.1", "0x7f.1", "2130706433", "localhost", "", "127.0.0.1 ", "[::1]", "1.2.3.4.5"])
    func `only the text form of inet_ntop is read`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test
    func `only loopback is loopback`() throws {
        for text in ["127.0.0.1", "127.255.255.254", "::1"] {
            #expect(ForbiddenAddresses.isLoopback(try address(text)))
        }
        for text in ["128.0.0.1", "126.0.0.1", "::", "::2", "10.0.0.1"] {
            #expect(!ForbiddenAddresses.isLoopback(try address(text)))
        }
    }

    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(text))
    }
}
