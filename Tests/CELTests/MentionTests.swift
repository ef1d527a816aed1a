import Core
import Testing

@testable import CEL

@Suite("What an expression mentions")
struct MentionTests {
    /// An expression, and its paths with the offset of every word.
    static let paths: [(String, String)] = [
        ("item", "item@0"), ("item.data.id", "item@0 data@5 id@10"), ("item.?data", "item@0 data@6"),
        (" item . ? data ", "item@1 data@10"), ("item[\"data\"]['id'].x", "item@0 data@6 id@14 x@19"),
        ("item[?'data']", "item@0 data@7"), ("headers.`content-type`.x", "headers@0 content-type@9 x@23"),
        ("(item.a).b", "item@1 a@6 b@9"), (".item.a", "item@1 a@6"), ("has(item.a.b)", "item@4 a@9 b@11"),
        ("has(item[0].b)", "item@4"), ("item[body].id", "item@0, body@5"), ("item.list[0].id", "item@0 list@5"),
        ("item.name.size() + size(body.x)", "item@0 name@5, body@24 x@29"),
        ("item.a == headers.b ? body : {'k': [unbound.c]}", "item@0 a@5, headers@10 b@18, body@22, unbound@36 c@44"),
        ("item.all(x, x.a == body.b)", "item@0, body@19 b@24"),
        ("item.exists(item, item.a) && item.b", "item@0, item@29 b@34"),
        ("item.exists(body, .body.a == body.b)", "item@0, body@19 a@24"),
        ("cel.bind(x, item.a, x.b + item.c)", "item@12 a@17, item@26 c@31"),
        ("item.?a.optMap(x, x.b + body.c)", "item@0 a@6, body@24 c@29"),
        ("item.map(x, x.a, x.b).map(y, [y, body.x])", "item@0, body@33 x@38"),
        ("'item.a' + \"item.b\" // item.c", ""), ("-(item.a) + 1", "item@2 a@7"),
        (#"item["a\u0062"]"#, "item@0 ab@6"), ("item[r'a'].b", "item@0 a@7 b@11"),
        ("item['''a'''].b[\"\"]", "item@0 a@8 b@14 @17"),
    ]

    @Test(arguments: paths)
    func path(_ text: String, _ expected: String) throws {
        let paths = try mentions(text).paths.map { Self.shown([$0.root] + $0.fields) }
        #expect(paths.joined(separator: ", ") == expected)
    }

    /// An expression, and its calls with the literals that they begin with.
    static let calls: [(String, String)] = [
        ("size('a')", "size(a@6)"), ("size( \"äb\" )", "size(äb@7)"), ("size(item)", "size()"),
        ("'a'.size() + math.greatest(1, 2)", ""), ("size(string('a' + 'b'))", "size() string()"),
        ("item.exists(x, size('b') == x)", "size(b@21)"), ("size(b'x') + size(1 > 0 ? 'a' : 'b')", "size() size()"),
        ("size('''x\n''') // size('y')", "size(x\n@8)"),
        ("url_host('u').split(url_path('v'))", "url_host(u@10) url_path(v@30)"),
    ]

    @Test(arguments: calls)
    func call(_ text: String, _ expected: String) throws {
        let calls = try mentions(text).calls.map { "\($0.function)(\(Self.shown($0.literals)))" }
        #expect(calls.joined(separator: " ") == expected)
    }

    /// An expression, and the paths compared in it with their literals.
    static let comparisons: [(String, String)] = [
        ("item.type == 'a'", "item.type a@14"), ("'a' != item.type", "item.type a@1"),
        ("item.type in ['a', item.x, \"b\"]", "item.type a@15 b@28"), ("item in ['a']", "item a@10"),
        ("'a' in item.list", ""), ("item.type > 'a'", ""), ("item.type == 1", ""), ("item.type.size() == 'a'", ""),
        ("item[0] == 'a'", ""), ("'x' + item.type == 'a'", ""), ("item.all(x, x == 'a')", ""),
        ("item.type == 'a' || item.type == ('b')", "item.type a@14, item.type b@35"), ("item.type in []", ""),
    ]

    @Test(arguments: comparisons)
    func comparison(_ text: String, _ expected: String) throws {
        let comparisons = try mentions(text).comparisons.map { comparison in
            let names = [comparison.path.root] + comparison.path.fields
            return "\(names.map(\.text).joined(separator: ".")) \(Self.shown(comparison.literals))"
        }
        #expect(comparisons.joined(separator: ", ") == expected)
    }

    static let wholes: [(String, String)] = [
        ("item", "item@0"), ("(item.a)", "item@1 a@6"), ("size('a')", "size(a@6)"), ("size(size('a'))", "size()"),
        ("item.a == 1", "other"), ("has(item.a)", "other"), ("item[0]", "other"), ("item.size()", "other"),
        ("1", "other"),
        ("!item", "other"),
    ]

    @Test(arguments: wholes)
    func whole(_ text: String, _ expected: String) throws {
        let shown =
            switch try mentions(text).whole {
            case .path(let path): Self.shown([path.root] + path.fields)
            case .call(let call): "\(call.function)(\(Self.shown(call.literals)))"
            case .other: "other"
            }
        #expect(shown == expected)
    }

    @Test("A path is spelled by its own names alone")
    func spelled() throws {
        let path = try #require(try mentions("item.type").paths.first)
        #expect(path.spells(["item", "type"]))
        for other in [[], ["item"], ["item", "typ"], ["item", "type", "x"], ["type", "item"]] {
            #expect(!path.spells(other))
        }
    }

    private func mentions(_ text: String) throws -> Mentions {
        let environment = Environment(
            variables: everything.variables,
            libraries: [.standard, .text],
            checksNames: false
        )
        return try Expression.compile(SourceText(text), in: environment).mentions
    }

    private static func shown(_ words: [Mentions.Word]) -> String {
        words.map { "\($0.text)@\($0.offset)" }.joined(separator: " ")
    }
}
