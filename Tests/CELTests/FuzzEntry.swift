import CEL
import Core

/// What the fuzz targets do with an input, and the corpus test with every input that is kept.
///
/// `Fuzz/run` compiles this file into both targets. An answer names a law that was broken; a trap needs none.
enum FuzzEntry {
    /// Work one evaluation may do: little, so that many inputs fit into a second.
    private static let budget = 10_000
    /// What an input may bind and read.
    private static let names = [
        "a", "b", "x", "y", "item", "body", "headers", "now", "event", "customer", "policy", "str_var", "a.b", "a.b.c",
        "x.y",
    ]

    private static let environments = [Dialect.throughline, .cel].flatMap { dialect in
        [true, false].map { isChecked in
            Environment(
                variables: names,
                libraries: [.standard, .text],
                dialect: dialect,
                checksNames: isChecked
            )
        }
    }

    /// An input is the text of an expression, which is read as a template too.
    static func parse(_ input: [UInt8]) -> String? {
        let source = SourceText(String(decoding: input, as: UTF8.self))
        for environment in [environments[0], environments[3]] {
            if let problems = problems({ () throws(Diagnostics) in try Expression.compile(source, in: environment) }),
                let broken = brokenLaw(of: problems, in: source)
            {
                return broken
            }
        }
        return problems { () throws(Diagnostics) in try Template.compile(source, in: environments[0]) }
            .flatMap { brokenLaw(of: $0, in: source) }
    }

    /// An input is a line of JSON, an object of bindings (plain or tagged), and an expression behind it.
    static func evaluate(_ input: [UInt8]) -> String? {
        let line = input.prefix { $0 != 0x0A }
        let source = SourceText(String(decoding: input.dropFirst(line.count + 1), as: UTF8.self))
        let values = values(of: Array(line))
        for environment in environments {
            var bindings = environment.bindings()
            for (name, value) in values { bindings[name] = value }
            if let broken = brokenLaw(of: source, bindings, in: environment) { return broken }
        }
        return nil
    }

    private static func problems<Compiled>(_ compile: () throws(Diagnostics) -> Compiled) -> Diagnostics? {
        do {
            _ = try compile()
            return nil
        } catch {
            return error
        }
    }

    /// Problems can be shown, and stand in the text.
    private static func brokenLaw(of problems: Diagnostics, in source: SourceText) -> String? {
        if !problems.hasErrors { return "refused without saying why" }
        let isPlaced = problems.sorted.allSatisfy { problem in
            !problem.rendered.isEmpty && source.places.contains(problem.place)
        }
        return isPlaced ? nil : "a problem that stands nowhere"
    }

    private static func values(of line: [UInt8]) -> [(String, Value)] {
        do throws(JSONError) {
            return try JSON.parse(line).object?.members.map { ($0.name, value(of: $0.value)) } ?? []
        } catch {
            return []
        }
    }

    private static func value(of json: JSON) -> Value {
        do throws(TaggedValueError) { return try Value(tagged: json) } catch { return Value(json) }
    }

    private static func brokenLaw(
        of source: SourceText,
        _ bindings: Bindings,
        in environment: Environment
    ) -> String? {
        let expression: CEL.Expression
        do {
            expression = try CEL.Expression.compile(source, in: environment)
        } catch {
            return brokenLaw(of: error, in: source)
        }
        let first = expression.evaluate(bindings, budget: budget)
        let isOverBudget = first.error?.kind == .budget
        let second = expression.evaluate(bindings, budget: isOverBudget ? budget : 2 * budget)
        guard isSame(first, second) else { return "a second evaluation differs" }
        return brokenLaw(ofWritten: first)
    }

    /// Same to the last bit, NaN included; errors in kind, words and place.
    private static func isSame(_ first: Value, _ second: Value) -> Bool {
        if let error = first.error { return error == second.error }
        return first.typeName == second.typeName && first.tagged?.bytes == second.tagged?.bytes
            && first.json?.bytes == second.json?.bytes
    }

    /// What is written is read again as the same, unless it may not be read at all (too deep, a name twice).
    private static func brokenLaw(ofWritten value: Value) -> String? {
        if let tagged = value.tagged {
            let again = FuzzEntry.value(of: tagged).tagged
            guard again?.bytes == tagged.bytes else { return "a tagged value is read as another" }
        }
        guard let bytes = value.json.map(written) else { return nil }
        do throws(JSONError) {
            let again = try Value(JSON.parse(bytes, keepingZero: true)).json.map(written)
            return again == bytes ? nil : "written JSON is read as something else"
        } catch {
            return nil
        }
    }

    private static func written(_ json: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        json.write(to: &bytes, keepingZero: true)
        return bytes
    }
}
