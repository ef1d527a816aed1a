import CEL
import Core

/// What holds of every expression, whatever it says.
enum FuzzLaws {
    /// Work one evaluation may do: little, so that many inputs fit into a second.
    private static let budget = 10_000

    enum Compiled {
        case taken(CEL.Expression)
        case refused(Diagnostics)
    }

    static func compile(_ source: SourceText, in environment: Environment) -> Compiled {
        do throws(Diagnostics) {
            return .taken(try CEL.Expression.compile(source, in: environment))
        } catch {
            return .refused(error)
        }
    }

    /// Problems can be shown, and stand in the text.
    static func broken(by problems: Diagnostics, in source: SourceText) -> String? {
        if !problems.hasErrors { return "refused without saying why" }
        let isPlaced = problems.sorted.allSatisfy { problem in
            !problem.rendered.isEmpty && source.places.contains(problem.place)
        }
        return isPlaced ? nil : "a problem that stands nowhere"
    }

    /// Environments that differ in what they check refuse an expression or find the same value.
    static func broken(
        by source: SourceText,
        _ values: [(String, Value)],
        in environments: [Environment]
    ) -> String? {
        var found: Value?
        for environment in environments {
            switch compile(source, in: environment) {
            case .refused(let problems):
                if let broken = broken(by: problems, in: source) { return broken }
            case .taken(let expression):
                var bindings = environment.bindings()
                for (name, value) in values { bindings[name] = value }
                let value = expression.evaluate(bindings, budget: budget)
                if let broken = broken(by: expression, bindings, value) { return broken }
                if let found, !isSame(found, value) { return "checking changes the value" }
                found = value
            }
        }
        return found.flatMap { brokenByWriting($0) }
    }

    /// A larger budget changes nothing, nor does looking at the parts.
    private static func broken(by expression: CEL.Expression, _ bindings: Bindings, _ value: Value) -> String? {
        let isOverBudget = value.error?.kind == .budget
        let again = expression.evaluate(bindings, budget: isOverBudget ? budget : 2 * budget)
        guard isSame(value, again) else { return "a second evaluation differs" }
        let parts = expression.explain(bindings, budget: 2 * budget)
        guard !isOverBudget, let whole = parts.first?.value, whole.error?.kind != .budget else { return nil }
        // A path is spelled by its last part there.
        if let error = value.error, let other = whole.error, error.offset == other.offset { return nil }
        return isSame(value, whole) ? nil : "explaining changes the value"
    }

    /// Same to the last bit, NaN included; errors in kind, words and place.
    private static func isSame(_ first: Value, _ second: Value) -> Bool {
        if let error = first.error { return error == second.error }
        guard first.typeName == second.typeName else { return false }
        return !isSmall(first) || first.tagged?.bytes == second.tagged?.bytes
    }

    /// What is written is read again as the same, unless it may not be read at all (too deep, a name twice).
    private static func brokenByWriting(_ value: Value) -> String? {
        guard isSmall(value) else { return nil }
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

    /// Whether it is written in no time: a value built by sharing can be far larger than the budget suggests.
    private static func isSmall(_ value: Value) -> Bool {
        var left = 20_000
        return take(value, &left)
    }

    private static func take(_ value: Value, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch value {
        case .string(let text): left -= text.byteCount / 16
        case .bytes(let bytes): left -= bytes.count / 16
        case .list(let elements): return elements.allSatisfy { take($0, &left) }
        case .map(let map): return map.entries.allSatisfy { take($0.key, &left) && take($0.value, &left) }
        case .optional(.some(let wrapped)): return take(wrapped, &left)
        default: break
        }
        return left >= 0
    }
}
