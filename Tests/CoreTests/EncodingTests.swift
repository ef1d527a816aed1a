import Core
import Testing

struct EncodingTests {
    /// RFC 4648 section 10.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
        ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
    ])
    func `published vectors`(text: String, base64: String, hex: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == base64)
        #expect(Base64.decode(base64) == bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Hex.decode(hex) == bytes)
        #expect(Hex.decode(hex.uppercased()) == bytes)
    }

    @Test func `every byte goes both ways`() {
        let bytes = (0...255).map(UInt8.init)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes, urlSafe: true)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.encode([0xFB, 0xFF], urlSafe: true) == "-_8")
    }

    @Test(arguments: ["A", "AAAAA", "Zm9v!", "Zm 9v", "Zm9v\n", "Zg=a", "é"])
    func `what is no base64`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["a", "abc", "0g", "0x", " 0", "+1", "é"])
    func `what is no hexadecimal`(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

struct SuggestionTests {
    private let words = ["secrets", "server", "store", "sources"]

    @Test(arguments: [
        ("secrts", "secrets"), ("sevrer", "server"), ("stor", "store"), ("SECRETS", nil), ("source", "sources"),
        ("zebra", nil), ("", nil),
    ])
    func `the nearest word`(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, in: words) == expected)
    }

    @Test func `hints`() {
        #expect(Suggestion.hint(for: "stroe", in: words) == "did you mean `store`?")
        #expect(Suggestion.hint(for: "xyz", in: words) == "one of: secrets, server, sources, store")
        #expect(Suggestion.hint(for: "xyz", in: []) == nil)
    }

    @Test func `long words cost no more than their beginning`() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(ContinuousClock().measure { _ = Suggestion.nearest(to: long, in: [long, "b"]) } < .seconds(5))
    }
}
