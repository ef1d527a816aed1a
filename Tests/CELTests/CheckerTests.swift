import Core
import Testing

@testable import CEL

/// What the tables below speak about, in either dialect.
private func environment(_ dialect: Dialect) -> Environment {
    Environment(
        variables: ["any"],
        types: [
            "n": .int, "u": .uint, "d": .double, "s": .string, "b": .bool, "now": .timestamp, "l": .list(.int),
            "form": .map(key: .string, value: .string), "x.y": .bytes,
        ],
        libraries: [.standard, .text],
        dialect: dialect
    )
}

@Suite("The checker: types") struct CheckerTypeTests {
    @Test(
        "are deduced in both dialects",
        arguments: [
            ("n + 1", "int"), ("s + 'x'", "string"), ("any.x", "dyn"), ("any + s", "string"), ("x.y", "bytes"),
            ("form.x", "string"), ("form.?x", "optional_type(string)"), ("form.?x.orValue('')", "string"),
            ("l[0]", "int"), ("l[?0]", "optional_type(int)"), ("l.map(e, string(e))", "list(string)"),
            ("l.filter(e, e > 1)", "list(int)"), ("l.sortBy(e, -e)", "list(int)"), ("l.exists(e, e == 1)", "bool"),
            ("form.transformMap(k, v, size(v))", "map(string, int)"), ("form.map(k, k)", "list(string)"),
            ("l.transformList(i, v, string(i))", "list(string)"), ("cel.bind(y, l, y[0])", "int"),
            ("l.first().optMap(e, string(e))", "optional_type(string)"), ("[1, 'a']", "list(dyn)"), ("[]", "list(dyn)"),
            ("[[], [1]]", "list(list(int))"), ("{'a': []}", "map(string, list(dyn))"), ("b ? n : any", "dyn"),
            ("b ? [] : l", "list(int)"), ("now - now", "google.protobuf.Duration"), ("type(n)", "type"),
            ("-d", "double"), ("!b", "bool"), ("n in l", "bool"), ("has(any.x)", "bool"), ("l.reverse()", "list(int)"),
            ("any.reverse()", "dyn"), ("pairs(s, ',', '=')", "map(string, list(string))"), ("l.sum()", "int"),
            ("math.greatest(1, 2, 3)", "int"), ("math.greatest(n, d)", "dyn"), ("l.flatten()", "list(dyn)"),
            ("[l].flatten()", "list(int)"), ("s.split(',', 2)", "list(string)"), ("[?l.first(), 2]", "list(int)"),
        ]
    )
    func deduced(_ text: String, _ type: String) throws {
        for dialect in [Dialect.cel, .throughline] {
            let expression = try Expression.compile(SourceText(text), in: environment(dialect))
            #expect(expression.type.description == type, "\(dialect)")
        }
    }

    @Test(
        "that differ in number, or at all, meet in the house's dialect only",
        arguments: [
            ("n + d", "double"), ("u * 1.5", "double"), ("n == d", "bool"), ("n < u", "bool"), ("any + 1", "dyn"),
            ("b ? n : s", "dyn"), ("l.first().orValue('none')", "dyn"), ("s == null", "bool"),
            ("[1] + ['a']", "list(dyn)"),
            ("n in [1.5]", "bool"), ("l[u]", "int"), ("b ? null : s", "dyn"),
        ]
    )
    func widened(_ text: String, _ type: String) throws {
        #expect(try Expression.compile(SourceText(text), in: environment(.throughline)).type.description == type)
        if text != "any + 1" { #expect(problems(text, in: environment(.cel)).map(\.code) == ["cel-type"]) }
    }

    @Test("of more parts than anybody reads become anything") func limited() throws {
        let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        let text = "cel.bind(a, \(deep), [[[[[[[[a]]]]]]]])"
        #expect(
            try Expression.compile(SourceText(text), in: environment(.cel)).type.description.hasPrefix("list(list(")
        )
    }
}

@Suite("The checker: problems") struct CheckerProblemTests {
    @Test(
        "tell place, message and hint",
        arguments: [
            ("s + n", 3, "`+` does not take string and int", "write `string(n)`"),
            ("s + 1", 3, "`+` does not take string and int", "write `\"1\"`"),
            (
                "form.NumMedia == 2", 15, "`==` does not take string and int",
                "`form.NumMedia` is text: compare with `\"2\"`, or write `int(form.NumMedia)`"
            ),
            ("form.NumMedia > 0", 15, "`>` does not take string and int", "write `int(form.NumMedia)`"),
            ("now > s", 5, "`>` does not take timestamp and string", "write `timestamp(s)`"),
            ("'a' in s", 5, "`in` does not take string and string", "write `s.contains('a')`"),
            ("form.?a == 'x'", 9, "`==` does not take optional(string) and string", "write `form.?a.orValue(…)`"),
            ("size(form.?a)", 1, "`size` does not take (optional(string))", "write `form.?a.orValue(…)`"),
            ("math.round(n)", 6, "`math.round` does not take (int)", "write `double(n)`"),
            ("s.substring('1')", 3, "`string.substring` does not take (string)", "it takes `string.substring(int)`"),
            (
                "n.size()", 3, "a value of type int has no `size`",
                "it takes `string.size()`, `bytes.size()`, `list.size()`, `map.size()`"
            ),
            ("s.length", 3, "a value of type string has no field `length`", nil),
            (
                "l.name", 3, "a value of type list(int) has no field `name`",
                "write `[0].name` for that of the first, or `.map(e, e.name)`"
            ),
            ("l['a']", 2, "`[ ]` does not take list(int) and string", nil),
            ("n && b", 1, "`&&` needs a bool, not int", nil),
            ("!s", 2, "`!` needs a bool, not string", nil),
            ("s ? 1 : 2", 1, "`?` needs a bool, not string", nil),
            ("l.all(e, e)", 10, "the condition of a macro needs a bool, not int", nil),
            ("n.map(e, e)", 1, "only lists and maps have elements, not int", nil),
            ("n.optMap(e, e)", 3, "`optMap` needs an optional, not int", nil),
            ("[?n]", 3, "`?` needs an optional, not int", "leave out the `?`"),
            ("{1.5: 1}", 2, "a map has no keys of type double", nil),
            ("1 == '1'", 3, "`==` does not take int and string", "write `int('1')`"),
            ("-s", 1, "`-` does not take string", nil),
        ] as [(String, Int, String, String?)]
    )
    func mismatch(_ text: String, _ column: Int, _ message: String, _ hint: String?) throws {
        let all = problems(text, in: environment(.throughline))
        let problem = try #require(all.first)
        #expect(all.count == 1 && problem.code == "cel-type")
        #expect(problem.place.column == column && problem.message == message)
        #expect(problem.hint == hint)
    }

    @Test("are told once, and not again of what depends on them") func once() {
        #expect(
            problems("(s + n) * 2 + nope.x + size()", in: environment(.throughline)).map(\.code) == [
                "cel-type", "cel-unknown-name", "cel-arity",
            ]
        )
    }

    @Test("stand where cel-go has them in its dialect", arguments: [("size(n)", 5), ("s.nope()", 7), ("!n", 1)])
    func places(_ text: String, _ column: Int) {
        #expect(problems(text, in: environment(.cel)).first?.place.column == column)
    }

    @Test(
        "Only what is certain is a problem",
        arguments: ["any.a + any.b > 1.5", "size(any) in any", "any ? any : !any"]
    )
    func gradual(_ text: String) {
        #expect(problems(text, in: environment(.cel)).isEmpty)
    }

    @Test("Types are not checked where names only are") func namesOnly() {
        let names = Environment(variables: ["s"], types: ["s": .string], checksTypes: false)
        #expect(problems("s * 2", in: names).isEmpty)
        #expect(problems("t * 2", in: names).map(\.code) == ["cel-unknown-name"])
    }

    @Test("Loops in loops are worth a warning, and too many an error") func nesting() throws {
        func loops(_ count: Int) -> String {
            (0..<count).reduce("1") { inner, level in "[1].map(x\(level), \(inner))" }
        }
        #expect(try Expression.compile(SourceText(loops(3)), in: everything).warnings.all.isEmpty)
        #expect(
            try Expression.compile(SourceText(loops(5)), in: everything).warnings.all.map(\.code) == ["cel-nesting"]
        )
        #expect(problems(loops(6)).contains { $0.code == "cel-nesting" && $0.severity == .error })
    }

    @Test(
        "A field divided by a whole number is worth a warning",
        arguments: [("any.amount / 100", 1), ("any.amount / 100.0", 0), ("int(any.amount) / 100", 0), ("n / 2", 0)]
    )
    func division(_ text: String, _ count: Int) throws {
        let warnings = try Expression.compile(SourceText(text), in: environment(.throughline)).warnings
        #expect(warnings.all.map(\.code) == Array(repeating: "cel-integer-division", count: count))
    }
}
