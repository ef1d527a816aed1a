import CEL
import Core

extension NormalizePlan {
    /// The field of the item that a failure is about: one that its text names, or one that a name of `let` stands for.
    func field(of failure: ReadFailure, _ bindings: Bindings) -> String? {
        FailedField(lets: lets[...], bindings: bindings).field(of: failure)
    }

    /// The field that rules ask for first.
    func fieldAsked(_ bindings: Bindings) -> String? {
        rules.lazy.compactMap(\.when).compactMap { field(in: [$0], of: $0.source, bindings) }.first
    }

    /// The field that the account is told by.
    func fieldOfAccount(_ bindings: Bindings) -> String? {
        var templates = fields.filter { $0.name.hasSameBytes(as: "account") }.flatMap(\.value.templates)
        if case .fixed(let pairs) = identifiers {
            templates += pairs.filter { $0.kind == .account }.flatMap(\.value.templates)
        }
        return templates.lazy.compactMap { field(in: $0.expressions, of: $0.source, bindings) }.first
    }

    private func field(in expressions: [Expression], of source: SourceText, _ bindings: Bindings) -> String? {
        field(of: ReadFailure("", in: source, of: expressions), bindings)
    }
}

/// Looks for the field that a failure is about.
private struct FailedField {
    /// Names that the text may use: each stands for a text that may use those before it.
    let lets: ArraySlice<(name: String, value: Expression)>
    let bindings: Bindings

    /// A name of `let` that failed itself is the likeliest cause, whatever stands before it.
    func field(of failure: ReadFailure) -> String? {
        let roots = failure.names.compactMap { name in name.first.flatMap(index) }
        for index in roots {
            let (name, value) = lets[index]
            guard case .error(let error)? = bindings[name] else { continue }
            return before(index).field(of: ReadFailure(error, in: value))
        }
        if let field = failure.fieldNamed { return field }
        return roots.lazy.compactMap { index in
            let value = lets[index].value
            return before(index).field(of: ReadFailure("", in: value.source, of: [value]))
        }.first
    }

    private func index(_ name: String) -> Int? { lets.firstIndex { $0.name.hasSameBytes(as: name) } }

    private func before(_ index: Int) -> FailedField { FailedField(lets: lets[..<index], bindings: bindings) }
}

extension ReadFailure {
    /// The first field of the item that its text names.
    var fieldNamed: String? {
        names.first { $0.count > 1 && $0[0].hasSameBytes(as: "item") }?[1]
    }

    /// This failure, about a field of the item.
    func about(_ field: String?) -> ReadFailure {
        var failure = self
        failure.field = field
        return failure
    }
}
