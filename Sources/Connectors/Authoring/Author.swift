import CEL
import Core
import YAML

/// Compiles the expressions and the data of one `connector.yaml` and collects what is wrong with them.
///
/// Not for several tasks at once.
final class Author {
    let problems: Problems
    private let secrets: [String]
    private let config: [String]
    /// The types of the settings.
    let configType: ValueType
    /// The text of a file beside the connector, by its name; nil when it cannot be read.
    let fileBeside: (String) -> String?
    /// Inputs of the action that is read now; nil where there are none to check against.
    var inputs: [String]?
    /// Names of the secrets that something reads.
    private(set) var usedSecrets: Set<String> = []
    /// Names of the settings that something reads.
    private(set) var usedConfig: Set<String> = []

    init(
        _ problems: Problems,
        secrets: [String],
        config: JSONObject,
        fileBeside: @escaping (String) -> String?
    ) {
        self.problems = problems
        self.secrets = secrets
        self.config = config.members.map(\.name)
        self.fileBeside = fileBeside
        configType = .ofSettings(config)
    }

    /// What `read` reads, and the secrets it uses.
    func notingSecrets<Read>(_ read: () -> Read) -> (Read, Set<String>) {
        let before = usedSecrets
        usedSecrets = []
        defer { usedSecrets.formUnion(before) }
        return (read(), usedSecrets)
    }

    /// An expression, or nil and a problem.
    func expression(_ text: SourceText?, in scope: Scope) -> Expression? {
        guard let text else { return nil }
        guard !text.text.hasPrefix("${") else {
            problems.add("not-data", "this key takes a bare expression", hint: "leave out `${` and `}`", at: text)
            return nil
        }
        do throws(Diagnostics) {
            let expression = try compile(text, in: scope) { text, environment throws(Diagnostics) in
                try Expression.compile(text, in: environment)
            }
            check(expression)
            return expression
        } catch {
            add(error, of: text, in: scope)
            return nil
        }
    }

    /// A text with `${…}`, or nil and a problem.
    ///
    /// `mayLookLikeCode` where plain words such as `call.answered` are meant.
    func template(_ text: SourceText?, in scope: Scope, mayLookLikeCode: Bool = false) -> Template? {
        guard let text else { return nil }
        do throws(Diagnostics) {
            let template = try compile(text, in: scope) { text, environment throws(Diagnostics) in
                try Template.compile(text, in: environment)
            }
            for expression in template.expressions { check(expression) }
            if template.isLiteral, !mayLookLikeCode { warnIfForgotten(text, in: scope) }
            return template
        } catch {
            add(error, of: text, in: scope)
            return nil
        }
    }

    /// The type of an expression without what only examples tell; nil when no example tells anything, or beside a problem.
    func certainType(of text: SourceText, in scope: Scope) -> ValueType? {
        scope.lenient.flatMap { try? Expression.compile(text, in: $0).type }
    }

    /// What `compile` makes of a text; what only examples speak against is warned of.
    private func compile<Compiled>(
        _ text: SourceText,
        in scope: Scope,
        _ compile: (SourceText, Environment) throws(Diagnostics) -> Compiled
    ) throws(Diagnostics) -> Compiled {
        do throws(Diagnostics) {
            return try compile(text, scope.environment)
        } catch {
            guard let lenient = scope.lenient else { throw error }
            let compiled = try compile(text, lenient)
            for problem in error.all { problems.add(problem.asWarning) }
            return compiled
        }
    }

    /// Notes that a secret is used; a problem when it is not declared.
    func use(secret name: SourceText?) -> String? {
        guard let name else { return nil }
        use(secret: name.text, at: name, offset: 0)
        return name.text
    }

    private func use(secret name: String, at text: SourceText, offset: Int) {
        usedSecrets.insert(name)
        guard !secrets.contains(where: name.hasSameBytes) else { return }
        let hint = Suggestion.hint(for: name, in: secrets) ?? "add `secrets: [\(name)]`"
        problems.add("undeclared-secret", "the secret `\(name)` is not declared", hint: hint, at: text, offset: offset)
    }

    /// Notes names that nobody declared, and what else somebody should look at; one name is told once.
    private func check(_ expression: Expression) {
        let undeclared = undeclaredNames(in: expression)
        for warning in expression.warnings.all {
            let isField = warning.code == "cel-unknown-field"
            if isField, undeclared.contains(where: { warning.message.contains("`\($0)`") }) { continue }
            problems.add(warning)
        }
    }

    /// Notes names below `config`, `input` and in `secret(…)` that nobody declared; gives those of fields.
    private func undeclaredNames(in expression: Expression) -> [String] {
        for call in expression.mentions.calls where call.function == "secret" {
            guard let name = call.literals.first else { continue }
            use(secret: name.text, at: expression.source, offset: name.offset)
        }
        noteSettings(in: expression)
        return expression.mentions.paths.compactMap { path in
            guard let name = path.fields.first else { return nil }
            let declared = path.root.text == "config" ? config : path.root.text == "input" ? inputs : nil
            guard let declared, !declared.contains(where: name.text.hasSameBytes) else { return nil }
            addUndeclared(name, below: path.root.text, declared, in: expression.source)
            return name.text
        }
    }

    /// Notes the settings an expression reads: all of them when it reads `config` as a whole.
    private func noteSettings(in expression: Expression) {
        for path in expression.mentions.paths where path.root.text.hasSameBytes(as: "config") {
            usedConfig.formUnion(path.fields.first.map { [$0.text] } ?? config)
        }
    }

    private func addUndeclared(_ name: Mentions.Word, below kind: String, _ declared: [String], in text: SourceText) {
        let hint = Suggestion.hint(for: name.text, in: declared) ?? "declare it under `\(kind):`"
        let message = "`\(kind).\(name.text)` is not declared"
        problems.add("undeclared-\(kind)", message, hint: hint, at: text, offset: name.offset)
    }

    /// `secret()` where it may not stand gets its own words; everything else is told as the compiler tells it.
    private func add(_ diagnostics: Diagnostics, of text: SourceText, in scope: Scope) {
        for diagnostic in diagnostics.all {
            let isSecret = diagnostic.code == "cel-unknown-function" && diagnostic.message.contains("`secret`")
            let isForbidden = isSecret && !scope.allowsSecrets
            let told = diagnostic.explained(of: text, in: scope)
            problems.add(isForbidden ? Self.secretForbidden(text.file, diagnostic.place) : told)
        }
    }

    private static func secretForbidden(_ file: SourceFile, _ place: SourcePlace) -> Diagnostic {
        let hint = "it may stand in `handshake`, an action's `request` and the `content` of `digest`"
        let message = "`secret()` is not available here"
        return Diagnostic("secret-not-allowed", message, hint: hint, file: file, place: place)
    }

    /// A literal such as `item.id` was probably meant to be `${item.id}`.
    private func warnIfForgotten(_ text: SourceText, in scope: Scope) {
        let word = text.text.utf8.prefix { $0 == UInt8(ascii: "_") || (97...122).contains($0) }
        let rest = text.text.utf8.dropFirst(word.count)
        guard let next = rest.first, [UInt8(ascii: "."), UInt8(ascii: "[")].contains(next), rest.count > 1,
            !text.text.utf8.contains(0x20),
            scope.environment.variables.contains(where: String(decoding: Array(word), as: UTF8.self).hasSameBytes)
        else { return }
        problems.add(
            "literal-expression",
            "this is text, not an expression",
            hint: "write `${\(text.text)}`",
            severity: .warning,
            at: text
        )
    }
}
