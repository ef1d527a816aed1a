import CEL
import Core

/// Why a request, an item or an action could not be read or rendered: which expression or rule, never the payload.
public struct ReadFailure: Error, Sendable, Equatable {
    /// One sentence, safe to show.
    public let reason: String
    /// The reason alone, and where the text stands that failed, such as `connector.yaml:44`; nil for what is no text's fault.
    private var told: (reason: String, place: String)?
    /// What the text that failed names, the likeliest cause first: variables, and the fields below each.
    private(set) var names: [[String]] = []
    /// The field of the item that it is about, when that is known.
    var field: String?

    /// A failure.
    public init(reason: String) {
        self.reason = reason
    }

    /// The failure of an authored text: its file and line, and a reason.
    init(_ reason: String, in source: SourceText) {
        let line = source.place(at: 0).line
        self.reason = "\(source.file.name):\(line): \(reason)"
        told = (reason, "\(Disk.name(of: source.file.name)):\(line)")
    }

    /// The failure of an authored text that consists of these expressions.
    init(_ reason: String, in source: SourceText, of expressions: [Expression], at place: SourcePlace? = nil) {
        self.init(reason, in: source)
        let paths = expressions.flatMap { expression in
            expression.mentions.paths.map { (place: expression.source.place(at: $0.root.offset), path: $0) }
        }
        // what fails is a call or an operator: what it works on stands behind its beginning
        let behind = paths.filter { path in place.map { path.place >= $0 } ?? true }
        let before = paths.filter { path in place.map { path.place < $0 } ?? false }
        names = (behind + before).map { [$0.path.root.text] + $0.path.fields.map(\.text) }
    }

    /// The reason for whoever looks at the data and not at the connector: what it is about first, the text last.
    var reasonInData: String {
        let subject = field.map { "`\($0)`: " } ?? ""
        return told.map { "\(subject)\($0.reason) (\($0.place))" } ?? reason
    }

    /// Equal in what they say.
    public static func == (left: ReadFailure, right: ReadFailure) -> Bool { left.reason.hasSameBytes(as: right.reason) }
}

extension ReadFailure {
    /// The failure of an expression: its file and line, and what the evaluator says.
    init(_ error: EvaluationError, in expression: Expression) {
        let source = expression.source
        self.init(error.message, in: source, of: [expression], at: source.place(at: error.offset))
    }

    /// The failure of a text with expressions in it.
    init(_ error: EvaluationError, in template: Template) {
        let source = template.source
        self.init(error.message, in: source, of: template.expressions, at: source.place(at: error.offset))
    }
}

extension EvaluationError {
    /// Whether the expression asked for something that is not there.
    ///
    /// A `when` that fails so is false.
    var isMissingField: Bool {
        switch kind {
        case .noSuchKey, .outOfRange: true
        case .noSuchOverload: message.contains("a value of type null has no")
        default: false
        }
    }
}
