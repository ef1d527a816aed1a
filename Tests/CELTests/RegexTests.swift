import Core
import Testing

@testable import CEL

@Suite("Regular expressions")
struct RegexTests {
    static let values: [(String, JSON)] = [
        ("'banana'.matches('nan') && matches('banana', '^b.*a$') && !'banana'.matches('^nan')", true),
        ("'a\\u0000b'.matches('^a\\\\x00b$') && 'a\\u0000b'.matches('\\u0000') && !'a\\u0000b'.matches('^a$')", true),
        ("'😀'.matches('^.$') && 'ß'.matches('(?i)^\\\\x{1E9E}$') && 'Zoë'.matches('^\\\\pL+$')", true),
        ("''.matches('') && ''.matches('^$') && !''.matches('.')", true),
        ("regex.extract('see ABC-12, DE-3', '[A-Z]+-[0-9]+').value()", "ABC-12"),
        ("regex.extract('t=12,v1=ab', 'v1=([^,]*)').value()", "ab"),
        ("regex.extract('v1=', 'v1=([^,]*)').hasValue()", false),
        ("regex.extract('b', '(a)?b').hasValue() || regex.extract('b', 'a').hasValue()", false),
        ("regex.extract('b', 'a*').value()", ""),
        ("regex.extractAll('see ABC-12, DE-3', '[A-Z]+-[0-9]+')", ["ABC-12", "DE-3"]),
        ("regex.extractAll('a=1,b=,c=3', '=([^,]*)')", ["1", "3"]),
        ("regex.extractAll('é😀', 'x*')", ["", "", ""]),
        ("regex.extractAll('abaa', 'a*')", ["a", "aa"]),
        ("regex.extractAll('k=1\\nl=2', '(?m)^(.)=')", ["k", "l"]),
        ("regex.replace('é😀', '', '-')", "-é-😀-"),
        ("regex.replace('abaa', 'a*', '-')", "-b-"),
        ("regex.replace('+1 (617) 555-1212', '[^0-9]', '')", "16175551212"),
        ("regex.replace('2025-10-09', r'(\\d+)-(\\d+)-(\\d+)', r'\\3.\\2.\\1 \\\\ \\0')", "09.10.2025 \\ 2025-10-09"),
        ("regex.replace('foo bar', r'\\b(\\w)', r'[\\1]')", "[f]oo [b]ar"),
        ("regex.replace('b', '(a)?b', r'<\\1>') + regex.replace('x', 'y', 'z')", "<>x"),
        ("regex.replace('abc', '(a)(b)(c)(d)?(e)?(f)?(g)?(h)?(i)?(j)?', r'\\9\\3\\1')", "ca"),
        ("regex.replace('aaa', 'a', 'b', 2) + regex.replace('aaa', 'a', 'b', 0)", "bbaaaa"),
        ("regex.replace('aaa', 'a', 'b', -1) + regex.replace('aaa', 'a', 'b', 9223372036854775807)", "bbbbbb"),
        ("regex.replace('a\\u0000😀b', '\\u0000|😀', r'<\\0>')", "a<\u{0}><😀>b"),
        ("'evt_1'.matches('^' + item.id + '$')", true),
        ("regex.replace(item.id, item.id.substring(0, 1), item.id)", "evt_1vt_1"),
    ]

    @Test(arguments: values)
    func value(_ text: String, _ expected: JSON) throws {
        #expect(try evaluate(text).json == expected)
    }

    @Test(
        "A wrong pattern that stands in the expression is told at its place",
        arguments: [
            ("item.id.matches('(')", 17, "not a regular expression of RE2: missing ): ("),
            ("item.id.matches('(?=a)b')", 17, "not a regular expression of RE2: invalid perl operator: (?="),
            ("item.id.matches(r'(a)\\1')", 17, "not a regular expression of RE2: invalid escape sequence: \\1"),
            ("item.id.matches('a{1001}')", 17, "not a regular expression of RE2: invalid repetition size: {1001}"),
            (
                "item.id.matches('((a{100}){100}){100}')", 17,
                "not a regular expression of RE2: invalid repetition size: {100}"
            ),
            (
                "item.id.matches('[^a]{1000}')", 17,
                "the regular expression is too large"
            ),
            ("item.id.matches(r'a\\C')", 17, "not a regular expression: `\\C` would match parts of characters"),
            (
                "1 == 1 &&\n matches(item.id, '[b-a]')", 19,
                "not a regular expression of RE2: invalid character class range: b-a"
            ),
            ("regex.extract(item.id, '(a)(b)')", 24, "the regular expression has 2 groups, 1 at most"),
            ("regex.extractAll(item.id, '(a)(b)')", 27, "the regular expression has 2 groups, 1 at most"),
            (
                "regex.replace(item.id, '*', '')", 24,
                "not a regular expression of RE2: no argument for repetition operator: *"
            ),
            ("regex.replace(item.id, 'a', r'\\1')", 29, "the replacement names group 1, the regular expression has 0"),
            ("regex.replace(item.id, 'a', r'x\\')", 29, "in a replacement `\\` stands before a digit or another `\\`"),
            (
                "regex.replace(item.id, item.id, r'\\a')", 33,
                "in a replacement `\\` stands before a digit or another `\\`"
            ),
        ] as [(String, Int, String)]
    )
    func problem(_ text: String, _ column: Int, _ message: String) throws {
        let first = try #require(problems(text).first)
        #expect(first.code == "cel-argument")
        #expect(first.place == SourcePlace(line: text.contains("\n") ? 2 : 1, column: column))
        #expect(first.message.hasPrefix(message))
    }

    @Test(
        "A pattern that was made at run time and is wrong is an error that quotes nothing",
        arguments: [
            ("'a'.matches('(' + item.id)", "not a regular expression of RE2: missing )"),
            ("'a'.matches(item.id + '{9999}')", "not a regular expression of RE2: invalid repetition size"),
            (
                "'a'.matches(item.id + '[^a]{900}')",
                "the regular expression is too large"
            ),
            (
                "'a'.matches(lists.range(900).map(i, item.id).join())",
                "the regular expression is longer than 2000 bytes"
            ),
            ("regex.extract('a', '(a)(b)' + item.id)", "the regular expression has 2 groups, 1 at most"),
            (
                "regex.replace('a', item.id, item.id + '\\\\')",
                "in a replacement `\\` stands before a digit or another `\\`"
            ),
            ("regex.replace('a', item.id, '\\\\1')", "the replacement names group 1, the regular expression has 0"),
        ] as [(String, String)]
    )
    func refused(_ text: String, _ message: String) throws {
        let error = try #require(evaluate(text).error)
        #expect(error.kind == .invalidArgument)
        #expect(error.message.hasPrefix(message))
        #expect(!error.message.contains("evt_1"))
    }

    @Test("Wrong types are no overload", arguments: ["item.amount.matches('a')", "regex.extract('a', item.amount)"])
    func types(_ text: String) throws {
        #expect(try evaluate(text, in: strict).error?.kind == .noSuchOverload)
    }

    @Test("Nested repetition takes linear time")
    func linear() throws {
        let expression = try Expression.compile(
            SourceText("item.matches('^(a+)+$') || item.matches('(a*)*b')"),
            in: everything
        )
        var bindings = everything.bindings()
        for count in [30, 100_000] {
            bindings["item"] = Value(String(repeating: "a", count: count) + "!")
            let time = ContinuousClock().measure { #expect(expression.evaluate(bindings).bool == false) }
            #expect(time < .seconds(1))
        }
    }

    @Test(
        "Work beyond the budget is an error",
        arguments: [
            "item.matches('(?:a?){400}b')", "regex.extractAll(item, '.*b|a') == []",
            "regex.extractAll(item, 'a') == []",
            "regex.replace(item, 'a', 'bcd') == ''", "regex.replace(item, '', item) == ''",
            "regex.replace(item, '(a*)', r'\\1' + item) == '' || regex.replace(item, '', item + item) == ''",
            "lists.range(1000).exists(i, 'a'.matches(string(i) + r'\\pL'))",
            "lists.range(1000).exists(i, ''.matches(string(i) + '[^a]{200}'))",
            "regex.replace(item.substring(0, 200), '(b)?', lists.range(4000).map(i, r'\\1').join()) == ''",
        ]
    )
    func budget(_ text: String) throws {
        var bindings = everything.bindings()
        bindings["item"] = Value(String(repeating: "a", count: 20_000))
        let expression = try Expression.compile(SourceText(text), in: everything)
        let time = ContinuousClock().measure { #expect(expression.evaluate(bindings).error?.kind == .budget) }
        #expect(time < .seconds(5))
    }

    @Test("A pattern costs the same whether it is known or not")
    func price() throws {
        let text = "'a'.matches(item.id + '|price of a pattern')"
        #expect(try evaluate(text, budget: 100).error?.kind == .budget)
        #expect(try evaluate(text).bool == false)
        #expect(try evaluate(text, budget: 100).error?.kind == .budget)
    }
}

@Suite("Patterns made at run time")
struct PatternCacheTests {
    @Test("The cache keeps so many, and drops the one that was not used longest")
    func bounded() throws {
        let cache = PatternCache(capacity: 3)
        let first = try cache.outcome(for: "a0").get()
        for number in 1..<10 {
            _ = cache.outcome(for: Text("a\(number)"))
            #expect(try cache.outcome(for: "a0").get() === first)
            #expect(cache.count == min(3, number + 1))
        }
        for number in 1..<4 { _ = cache.outcome(for: Text("b\(number)")) }
        #expect(try cache.outcome(for: "a0").get() !== first)
    }

    @Test("Refusals are kept too, but not for texts that are too long")
    func refusals() {
        let cache = PatternCache(capacity: 3)
        for text in ["(", "(", String(repeating: "a", count: PatternLimits.longest + 1)] {
            #expect(throws: PatternRefusal.self) { try cache.outcome(for: Text(text)).get() }
        }
        #expect(cache.count == 1)
    }

    @Test("Texts that only Swift takes for equal are different patterns")
    func bytes() throws {
        let cache = PatternCache(capacity: 3)
        #expect(try cache.outcome(for: "^caf\u{E9}$").get().matches("caf\u{E9}") == true)
        #expect(try cache.outcome(for: "^cafe\u{301}$").get().matches("caf\u{E9}") == false)
        #expect(cache.count == 2)
    }

    @Test("One pattern serves many tasks at once")
    func shared() async throws {
        let pattern = try Pattern("^(a|b)*c[0-9]+$")
        let found = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).count { pattern.matches(Text(String(repeating: "ab", count: $0) + "c\(task)")) == true }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(found == 4000)
    }
}
