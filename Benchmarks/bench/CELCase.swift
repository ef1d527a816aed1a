import CEL
import Core
import Foundation

/// An expression to measure, compiled, with its values bound.
///
/// A class, so that asking it costs no copy of what it holds.
final class CELCase: Sendable {
    let source: SourceText
    let environment: Environment
    let expression: CEL.Expression
    let bindings: Bindings

    /// The expressions of a file such as `Tests/Data/cel_bench.json`.
    static func all(in file: String) throws -> [CELCase] {
        let bytes = try Array(Data(contentsOf: URL(filePath: file)))
        return try JSON.parse(bytes).array?.map { try CELCase($0) } ?? []
    }

    private init(_ json: JSON) throws {
        guard let text = json["expr"]?.string, let members = json["bindings"]?.object?.members else {
            throw BenchFailure("an expression to measure needs `expr` and `bindings`")
        }
        source = SourceText(text)
        environment = Environment(variables: members.map(\.name))
        expression = try CEL.Expression.compile(source, in: environment)
        var bindings = environment.bindings()
        for member in members { bindings[member.name] = try Value(tagged: member.value) }
        self.bindings = bindings
        if let error = expression.evaluate(bindings).error { throw BenchFailure("`\(text)`: \(error.message)") }
    }

    /// One evaluation with the budget that is on unless somebody asks for another.
    func evaluate() { keep(expression.evaluate(bindings)) }

    /// One compilation.
    func compile() { keep((try? CEL.Expression.compile(source, in: environment))?.constant ?? .null) }
}

/// Takes a value that the optimiser must not see through.
@inline(never)
private func keep(_ value: Value) {}
