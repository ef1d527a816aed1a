import Core

/// Why a line of a batch has no answer.
struct EvalFailure: Error {
    /// The closed list of reasons.
    enum Kind: String {
        /// The line itself cannot be read.
        case input
        case parse
        case check
        case eval
        case budget
    }

    let kind: Kind
    /// In the expression; in the line when that cannot be read.
    var place = SourcePlace(line: 1, column: 1)
    let message: String

    /// The answer.
    var json: JSON {
        [
            "error": [
                "kind": .string(kind.rawValue), "line": .int(Int64(place.line)), "column": .int(Int64(place.column)),
                "message": .string(message),
            ]
        ]
    }

    /// A line that does not say what it must.
    static func unreadable(_ message: String) -> EvalFailure { EvalFailure(kind: .input, message: message) }
}

extension EvalFailure {
    /// The first problem of a text that does not compile.
    init(_ problems: Diagnostics) {
        let first = problems.sorted.first { $0.severity == .error }
        self.init(
            kind: first?.code == "cel-syntax" ? .parse : .check,
            place: first?.place ?? SourcePlace(line: 1, column: 1),
            message: first?.message ?? ""
        )
    }
}
