import Core
import Policy
import Testing
import YAML

/// What the tests of plans share: a plan in one file, as it stands in `config.yaml`.
enum PlanFixture {
    /// What a test leaves out of its file.
    static let templates = """
        templates:
          hello: {channel: sms, text: Hello}
          mail: {channel: email, subject: Hello, text: Hello}
        """

    /// Reads a file with `personas`, `routing`, `playbooks` and `templates`.
    static func plan(_ text: String) throws -> (plan: Plan, problems: [String]) {
        var documents = PlanDocuments()
        let problems = Problems()
        let reader = MappingReader(try YAML.parse(text, name: "plan.yaml"), problems)
        documents.personas = reader.optional("personas")
        documents.routing = reader.optional("routing")
        documents.templates = reader.mapping("templates")
        documents.playbooks = reader.list("playbooks")
        reader.finish()
        let plan = documents.compile(problems)
        return (plan, problems.diagnostics.sorted.map(shown))
    }

    /// `line:column code: message (hint)` of every problem; a warning says that it is one.
    static func problems(_ text: String) throws -> [String] { try plan(text).problems }

    private static func shown(_ problem: Diagnostic) -> String {
        let hint = problem.hint.map { " (\($0))" } ?? ""
        let severity = problem.severity == .warning ? "warning " : ""
        return "\(problem.place.line):\(problem.place.column) \(severity)\(problem.code): \(problem.message)\(hint)"
    }
}
