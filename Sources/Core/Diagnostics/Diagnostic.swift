/// One problem in an authored file, with what to write instead.
public struct Diagnostic: Error, Sendable, Equatable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The file is refused.
        case error
        /// The file is taken; somebody should look.
        case warning
    }

    /// How much it matters.
    public let severity: Severity
    /// A stable name such as `unknown-key`, for searching and for tests.
    public let code: String
    /// One sentence that says what is wrong.
    ///
    /// Never a secret.
    public let message: String
    /// What to write instead, when that is known.
    public let hint: String?
    /// The file's name.
    public let file: String
    /// Where it stands.
    public let place: SourcePlace
    /// The line it stands in.
    public let line: String

    /// A problem at a place of a file.
    public init(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        severity: Severity = .error,
        file: SourceFile,
        place: SourcePlace
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file.name
        self.place = place
        line = file.line(place.line)
    }

    /// A problem at a byte of a text.
    public init(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        severity: Severity = .error,
        at text: SourceText,
        offset: Int = 0
    ) {
        self.init(code, message, hint: hint, severity: severity, file: text.file, place: text.place(at: offset))
    }

    /// The same, worth a look and no more.
    public var asWarning: Diagnostic { Diagnostic(copying: self, severity: .warning) }

    private init(copying other: Diagnostic, severity: Severity) {
        self.severity = severity
        code = other.code
        message = other.message
        hint = other.hint
        file = other.file
        place = other.place
        line = other.line
    }

    /// Several lines for a person: place, message, the line with a caret, the hint.
    public var rendered: String {
        let number = String(place.line)
        let margin = String(repeating: " ", count: number.count)
        let indent = String(line.unicodeScalars.prefix(place.column - 1).map { $0 == "\t" ? "\t" : " " as Character })
        var text = "\(file):\(place.line):\(place.column): \(severity.rawValue)[\(code)]: \(message)\n"
        text += " \(number) | \(line)\n \(margin) | \(indent)^"
        if let hint { text += "\n \(margin) = \(hint)" }
        return text
    }

    /// One object for a program.
    public var json: JSON {
        [
            "file": .string(file), "line": .int(Int64(place.line)), "column": .int(Int64(place.column)),
            "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
            "hint": hint.map(JSON.string) ?? .null,
        ]
    }
}

/// Collects all problems of a file, so that they are shown at once.
public struct Diagnostics: Error, Sendable, Equatable {
    /// In the order found.
    public private(set) var all: [Diagnostic] = []

    /// None yet.
    public init() {}

    /// Adds a problem.
    public mutating func add(_ diagnostic: Diagnostic) { all.append(diagnostic) }

    /// Adds the problems of another file or part.
    public mutating func add(_ others: Diagnostics) { all += others.all }

    /// Whether the file must be refused.
    public var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// By file and place.
    public var sorted: [Diagnostic] {
        all.sorted { ($0.file, $0.place.line, $0.place.column) < ($1.file, $1.place.line, $1.place.column) }
    }
}
