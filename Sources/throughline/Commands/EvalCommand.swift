import ArgumentParser
import CEL
import Core

/// `throughline eval`: the value of one expression for a person, or of many for a program.
struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate an expression.",
        discussion: """
            throughline eval 'item.amount / 100.0' --json payment.json

            The document of --json is `json`, `body` and `item`; the keys of an object are names themselves, unless one \
            of these or a --var is called so. `now` is always there. An expression that begins with - follows `--`.

            With --batch, standard input holds one JSON object per line: `expr`, and as wanted `bindings` (tagged, as in \
            {"x": {"type": "int", "value": "1"}}), `json` (plain), `now`, `type_env`, `container`, `disable_check`, \
            `check_only`, `dialect` (cel unless given). One object per line comes out, in the same order: `value` and \
            `deduced_type`, or `error`.

            Ends with 0, with 1 when the expression is wrong or has no value, with 2 when an option or its file cannot \
            be read.
            """
    )

    @Argument(help: "The expression.") var expression: String?
    @Option(help: ArgumentHelp("A JSON document; - reads standard input.", valueName: "file")) var json: String?
    @Option(name: .customLong("var"), help: ArgumentHelp("A variable, repeatable.", valueName: "name=json"))
    var variables: [String] = []
    @Option(help: ArgumentHelp("The time that `now` is, in RFC 3339; the present unless given.", valueName: "time"))
    var now: String?
    @Flag(help: "Show the value of every part.") var explain = false
    @Option(help: "What numbers may do and which functions there are: throughline (as in connectors) or cel.")
    var dialect: EvalDialect?
    @Option(help: "Units of work the evaluation may do.") var budget = Expression.defaultBudget
    @Option(help: "text: the value as CEL writes it; json: values and problems as JSON.") var output = EvalOutput.text
    @Flag(help: "One JSON object per line of input, one per line of output.") var batch = false

    func validate() throws {
        if batch {
            guard expression == nil, json == nil, variables.isEmpty, now == nil, !explain else {
                throw ValidationError("--batch takes everything from standard input")
            }
        } else if expression == nil {
            throw ValidationError("an expression is missing, such as '1 + 1'")
        }
        guard budget >= 0 else { throw ValidationError("--budget cannot be below 0") }
    }

    func run() throws {
        guard let expression else { return try EvalBatch(dialect: dialect ?? .cel, budget: budget).run() }
        let inputs = try inputs()
        let environment = inputs.environment(dialect ?? .throughline)
        do throws(Diagnostics) {
            let compiled = try Expression.compile(SourceText(expression), in: environment)
            for warning in compiled.warnings.sorted { Terminal.error(warning.rendered + "\n") }
            try show(compiled, inputs.bindings(for: environment))
        } catch {
            for problem in error.sorted { refuse(problem) }
            throw ExitCode.failure
        }
    }

    private func inputs() throws -> EvalInputs {
        do throws(EvalUsage) {
            return try EvalInputs(document: json, variables: variables, now: now)
        } catch {
            Terminal.error(error.message)
            throw ExitCode(2)
        }
    }

    private func show(_ expression: Expression, _ bindings: Bindings) throws(Diagnostics) {
        let value = expression.evaluate(bindings, budget: budget)
        if explain { Terminal.line(outline(expression.explain(bindings, budget: budget))) }
        if let error = value.error {
            var problems = Diagnostics()
            problems.add(expression.diagnostic(for: error))
            throw problems
        }
        if !explain { Terminal.line(try text(of: value, expression)) }
    }

    private func text(of value: Value, _ expression: Expression) throws(Diagnostics) -> String {
        if output == .text { return ValueText.of(value) }
        if let json = value.json { return json.text }
        let message = "JSON cannot express the value, of type \(value.typeName)"
        var problems = Diagnostics()
        problems.add(Diagnostic("cel-evaluation", message, hint: "--output text can", at: expression.source))
        throw problems
    }

    private func outline(_ parts: [SubExpression]) -> String {
        let outline = EvalOutline(parts: parts)
        return output == .json ? outline.json.text : outline.text
    }

    private func refuse(_ problem: Diagnostic) {
        if output == .json { Terminal.line(problem.json.text) } else { Terminal.error(problem.rendered + "\n") }
    }
}

/// How values and problems are shown.
enum EvalOutput: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}
