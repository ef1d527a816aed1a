import Core
import Testing

@testable import CEL

@Suite("Limits")
struct LimitTests {
    @Test(
        "Deep or long expressions are refused without recursing into them",
        arguments: [
            String(repeating: "(", count: 10_000), String(repeating: "[", count: 4000),
            String(repeating: "{1:", count: 2000),
            String(repeating: "-", count: 4000) + "item.id" + String(repeating: ".a", count: 1000),
            String(repeating: "a?", count: 3000), "1" + String(repeating: "+1", count: 3000),
            "item" + String(repeating: "[0]", count: 2000), String(repeating: "size(", count: 1000) + "1",
            String(repeating: "x", count: 9000),
        ]
    )
    func refused(_ text: String) {
        #expect(!problems(text).isEmpty)
    }

    @Test("Long chains of the flat kind are taken")
    func flat() throws {
        let choices = (0..<300).map { "item.amount == \($0) ? \($0) : " }.joined() + "-1"
        #expect(try evaluate(choices).json == -1)
        let questions = (0..<300).map { "item.amount == \($0)" }.joined(separator: " || ")
        #expect(try evaluate(questions).json == false)
        #expect(try evaluate("1" + String(repeating: " + 1", count: 200)).json == 201)
        #expect(try evaluate(String(repeating: "!", count: 1001) + "true").json == false)
    }

    @Test(
        "Work beyond the budget is an error, whatever || makes of it",
        arguments: [
            "lists.range(1000).all(a, lists.range(1000).all(b, a + b >= 0))",
            "lists.range(100000).map(a, a).size() > 0 || true",
            "lists.range(1000).all(a, '%.3f'.format([a < 0 ? 1.0 : 5e-324]) == '0.000')",
            "cel.bind(a, [1, 1], cel.bind(b, [a, a, a, a], cel.bind(c, [b, b, b, b], [c, c, c, c] == [c, c, c, c]))) "
                + "&& lists.range(99999).map(x, x) == []",
        ]
    )
    func budget(_ text: String) throws {
        #expect(try evaluate(text).error?.kind == .budget)
    }

    @Test("Doubling text or lists stops at the budget, not at the end of memory")
    func doubling() throws {
        let binds = (0..<50).map { "cel.bind(a\($0 + 1), a\($0) + a\($0), " }.joined()
        let text = "cel.bind(a0, 'xxxxxxxxxxxxxxxx', \(binds) size(a50)" + String(repeating: ")", count: 51)
        #expect(try evaluate(text).error?.kind == .budget)
        let lists = text.replacing("'xxxxxxxxxxxxxxxx'", with: "[1, 2]")
        #expect(try evaluate(lists).error?.kind == .budget)
    }

    @Test("A value that shares its parts is compared and written within bounds")
    func sharing() throws {
        let binds = (0..<50).map { "cel.bind(a\($0 + 1), [a\($0), a\($0)], " }.joined()
        let shared = "cel.bind(a0, [1], \(binds) RESULT" + String(repeating: ")", count: 51)
        #expect(try evaluate(shared.replacing("RESULT", with: "a50 == [a49, a49]")).error?.kind == .budget)
        #expect(try evaluate(shared.replacing("RESULT", with: "json.encode(a50)")).error?.kind == .budget)
        #expect(try evaluate(shared.replacing("RESULT", with: "'%s'.format([a50])")).error?.kind == .budget)
        #expect(try evaluate(shared.replacing("RESULT", with: "a50")).json == nil)
    }

    @Test("Splitting makes no more pieces than are paid for")
    func splitting() throws {
        var bindings = everything.bindings()
        bindings["item"] = Value(String(repeating: ",", count: 200_000))
        for text in ["item.split(',')", "item.split('')", "item.replace(',', 'abc')", "item.replace('', 'abc')"] {
            let expression = try Expression.compile(SourceText(text), in: everything)
            #expect(expression.evaluate(bindings).error?.kind == .budget)
            #expect(expression.evaluate(bindings, budget: 1_000_000).error == nil)
        }
    }

    @Test("A search does not go quadratic")
    func search() throws {
        var bindings = everything.bindings()
        bindings["item"] = Value(String(repeating: "a", count: 1_000_000))
        let text =
            "item.contains('\(String(repeating: "a", count: 4000))b') || item.lastIndexOf('\(String(repeating: "a", count: 3000))b') > 0"
        let expression = try Expression.compile(SourceText(text), in: everything)
        let time = ContinuousClock().measure { #expect(expression.evaluate(bindings, budget: 1_000_000).bool == false) }
        #expect(time < .seconds(10))
    }
}
