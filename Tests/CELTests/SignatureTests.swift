import Core
import Testing

@testable import CEL

@Suite("Declarations") struct SignatureTests {
    @Test("of every library are of types that are known") func libraries() {
        for function in (Library.standard + .text).functions.values {
            #expect(!function.signatures.isEmpty, "\(function.name)")
            for signature in function.signatures {
                #expect(signature.isWellFormed && signature.name == function.name, "\(function.name)")
                for type in signature.parameters + [signature.result] { #expect(isKnown(type), "\(signature)") }
            }
        }
    }

    private func isKnown(_ type: ValueType) -> Bool {
        if case .opaque(let name, let parts) = type { return ["net.IP", "net.CIDR"].contains(name) && parts.isEmpty }
        return type.parts.allSatisfy { isKnown($0) }
    }

    @Test(
        "spell one way to call, or several",
        arguments: [
            ("f() -> int", ["f()"], 0...0), ("string.f(int) -> int", ["string.f(int)"], 2...2),
            ("a.b(string|bytes) -> int", ["a.b(string)", "a.b(bytes)"], 1...1),
            ("list(A)|map(A, B).f() -> A", ["list.f()", "map.f()"], 1...1),
            ("f(int, string?, bool?) -> int", ["f(int)", "f(int, string)", "f(int, string, bool)"], 1...3),
            ("f(int, dyn...) -> int", ["f(int, any…)"], 1...99),
            ("net.IP.f(net.CIDR) -> int", ["net.IP.f(net.CIDR)"], 2...2),
        ] as [(String, [String], ClosedRange<Int>)]
    )
    func spelled(_ declaration: String, _ ways: [String], _ arity: ClosedRange<Int>) {
        let function = Function(declaration) { $0.noOverload }
        #expect(function.signatures.map(\.description) == ways && function.arity == arity)
    }

    @Test("What is no declaration says so", arguments: ["f", "f(in t) -> int", "f(int) -> 1x", "f(int, , int) -> int"])
    func malformed(_ declaration: String) {
        #expect(SignatureReader.signatures(of: declaration).contains { !$0.isWellFormed })
    }

    @Test(
        "Types are read as they are written",
        arguments: [
            "dyn", "null_type", "list(int)", "map(string, list(dyn))", "optional_type(int)", "tuple(T, U, V)", "net.IP",
            "google.protobuf.Timestamp", "google.protobuf.Duration", "type", "A",
        ]
    )
    func types(_ text: String) {
        #expect(ValueType(text)?.description == text)
    }

    @Test(
        "Types are read as people write them, and nothing else is",
        arguments: [
            ("timestamp", .timestamp), ("any", .dyn), ("list", .list(.dyn)),
            ("map(string,int)", .map(key: .string, value: .int)),
            (" null ", .null), ("list(int", nil), ("list(int, int)", nil), ("1x", nil), ("", nil), ("a b", nil),
            ("int(int)", nil), (String(repeating: "list(", count: 40) + String(repeating: ")", count: 40), nil),
        ] as [(String, ValueType?)]
    )
    func spellings(_ text: String, _ type: ValueType?) {
        #expect(ValueType(text) == type)
    }

    @Test("A node knows its whole text and where cel-go has it") func ranges() throws {
        let text = "(a + b.c(1)) * -[2][0]"
        let tree = try Parser.parse(Array(text.utf8))
        let spans = tree.nodes.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
        #expect(spans == ["a", "b", "1", "b.c(1)", "a + b.c(1)", "2", "[2]", "0", "[2][0]", "-[2][0]", text])
        let call = try #require(tree.nodes.first { if case .call = $0.kind { true } else { false } })
        #expect(call.offset == 7 && call.referenceOffset == 8)
    }
}
