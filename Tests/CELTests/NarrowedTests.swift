import Core
import Testing

@testable import CEL

@Suite("A narrowed environment") struct NarrowedTests {
    private static let whole = Environment(variables: ["a", "b", "c"])
    private static let part = whole.narrowed(to: ["a": .int, "b": .dyn, "d": .string])

    @Test("knows only what it is given of what there is") func names() {
        #expect(Self.part.variables == ["a", "b"])
        for (text, code) in [("c", "cel-unknown-name"), ("d", "cel-unknown-name"), ("a + 'x'", "cel-type")] {
            let problems = #expect(throws: Diagnostics.self) { try Expression.compile(SourceText(text), in: Self.part) }
            #expect(problems?.all.map(\.code) == [code], "\(text)")
        }
        #expect(throws: Diagnostics.self) { try Expression.compile(SourceText("size(b)"), in: Self.withoutFunctions) }
    }

    private static let withoutFunctions = whole.narrowed(to: ["b": .dyn], library: Library([]))

    @Test("shares the places of variables, so that the bindings of either serve both") func bindings() throws {
        var bindings = Self.whole.bindings()
        bindings["b"] = .int(2)
        bindings["c"] = .int(3)
        #expect(try Expression.compile(SourceText("b + 1 == 3"), in: Self.part).evaluate(bindings).isTrue)
        #expect(Self.part.layout === Self.whole.layout)
    }
}
