import Core

@testable import CEL

/// The published suites under `Tests/Data`.
enum Suite {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
        separator: "/"
    )

    /// A file of data; null when it cannot be read.
    static func json(_ name: String) -> JSON {
        let bytes = FileBytes.read("\(root)/Tests/Data/\(name)") ?? []
        return (try? JSON.parse(bytes, keepingZero: true)) ?? .null
    }

    /// The cases of a file, but for the 25 of `block_ext`, which need macros that are for tests only.
    static func cases(_ name: String) -> [SuiteCase] {
        (json(name).array ?? []).filter { $0["file"] != "block_ext" }.map { SuiteCase(json: $0) }
    }
}

/// One case of a suite: `cel.md` section 6 has the format.
struct SuiteCase {
    let json: JSON

    /// File, section and name.
    var name: String { ["file", "section", "name"].compactMap { json[$0]?.string }.joined(separator: "/") }

    /// Why the case does not pass, unchecked and checked, as far as it allows either; nil when it passes.
    func failure() -> String? {
        if json["check_only"] != true, let failure = failure(checked: false) { return "unchecked: \(failure)" }
        if json["disable_check"] != true, let failure = failure(checked: true) { return "checked: \(failure)" }
        return nil
    }

    private func failure(checked: Bool) -> String? {
        guard let environment = environment(names: checked, types: checked) else { return "a type that is none" }
        do throws(Diagnostics) {
            let expression = try compile(in: environment)
            let type = expression.type.description
            if checked, let wanted = json["expect"]?["deduced_type"]?.string, !wanted.hasSameBytes(as: type) {
                return "of type \(type), not \(wanted)"
            }
            return json["check_only"] == true ? nil : failure(of: expression, environment.bindings())
        } catch {
            return refusal(error)
        }
    }

    private func failure(of expression: Expression, _ bindings: Bindings) -> String? {
        var bindings = bindings
        for member in json["bindings"]?.object?.members ?? [] {
            guard let value = try? Value(tagged: member.value) else { return "binds what is no value" }
            bindings[member.name] = value
        }
        let value = expression.evaluate(bindings)
        guard json["expect"]?["error"] != true else {
            guard let error = value.error else { return "has a value, not an error" }
            return error.kind == .budget ? error.message : vacuity
        }
        guard let tagged = json["expect"]?["value"], let wanted = try? Value(tagged: tagged) else {
            return "expects no value"
        }
        if let error = value.error { return error.message }
        return value.isExactly(wanted) ? nil : "\(value.tagged?.text ?? "?"), not \(wanted.tagged?.text ?? "?")"
    }

    /// What is wrong with the text not compiling.
    private func refusal(_ problems: Diagnostics) -> String? {
        guard let problem = problems.firstError else { return "refused for nothing" }
        return json["expect"]?["error"] == true ? vacuity : problem.message
    }

    /// What other implementations say of the error that is expected.
    private var hint: String { json["expect"]?["message_hint"]?.string ?? "" }

    /// Why the error proves nothing: it is there only because a name, function or construct is missing.
    private var vacuity: String? {
        if ["undeclared", "unbound", "unknown", "invalid int literal"].contains(where: hint.contains) { return nil }
        guard let environment = environment(names: true, types: false) else { return "a type that is none" }
        do throws(Diagnostics) {
            _ = try compile(in: environment)
            return nil
        } catch {
            let lacks = ["cel-unknown-name", "cel-unknown-function", "cel-syntax", "cel-nesting"]
            return error.all.first { $0.severity == .error && lacks.contains($0.code) }?.message
        }
    }

    private func compile(in environment: Environment) throws(Diagnostics) -> Expression {
        try Expression.compile(SourceText(json["expr"]?.string ?? ""), in: environment)
    }

    private func environment(names: Bool, types: Bool) -> Environment? {
        Environment(
            declarations: json["type_env"]?.array ?? [],
            others: json["bindings"]?.object?.members.map(\.name) ?? [],
            container: json["container"]?.string ?? "",
            names: names,
            types: types
        )
    }
}

extension Diagnostics {
    /// The first error by place.
    var firstError: Diagnostic? { sorted.first { $0.severity == .error } }
}
