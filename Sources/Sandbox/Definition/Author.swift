import CEL
import Core
import YAML

/// Compiles the expressions and the data of one `sandbox.yaml` and collects what is wrong with them.
///
/// Not for several tasks at once.
final class Author {
    let problems: Problems
    /// Variables that any expression reads.
    private(set) var variables: Set<String> = []

    init(_ problems: Problems) {
        self.problems = problems
    }

    /// What `read` reads, and the variables that it names.
    func notingVariables<Read>(_ read: () -> Read) -> (Read, Set<String>) {
        let before = variables
        variables = []
        defer { variables.formUnion(before) }
        return (read(), variables)
    }

    /// An expression, or nil and a problem.
    func expression(_ text: SourceText?, in scope: Scope) -> Expression? {
        guard let text else { return nil }
        guard !text.text.hasPrefix("${") else {
            problems.add("not-data", "this key takes a bare expression", hint: "leave out `${` and `}`", at: text)
            return nil
        }
        do throws(Diagnostics) {
            let expression = try Expression.compile(text, in: scope.environment)
            problems.add(expression.warnings)
            variables.formUnion(expression.variables)
            return expression
        } catch {
            problems.add(error)
            return nil
        }
    }

    /// A text with `${…}`, or nil and a problem.
    func template(_ text: SourceText?, in scope: Scope) -> Template? {
        guard let text else { return nil }
        do throws(Diagnostics) {
            let template = try Template.compile(text, in: scope.environment)
            problems.add(template.warnings)
            variables.formUnion(template.variables)
            return template
        } catch {
            problems.add(error)
            return nil
        }
    }

    /// Data of any shape, or nil and a problem.
    func data(_ node: Node?, in scope: Scope) -> DataTemplate? {
        switch node?.content {
        case nil: return nil
        case .sequence(let elements): return .list(elements.compactMap { data($0, in: scope) })
        case .mapping(let entries): return .map(fields(entries, in: scope))
        case .scalar(let scalar):
            if scalar.isPlain, scalar.json.string == nil { return .constant(scalar.json) }
            return template(scalar.source, in: scope).map(DataTemplate.text)
        }
    }

    /// Named data.
    func fields(_ entries: [Entry], in scope: Scope) -> [DataField] {
        entries.compactMap { entry in
            data(entry.value, in: scope).map { DataField(name: entry.key.text, value: $0) }
        }
    }
}
