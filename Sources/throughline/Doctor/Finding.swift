import Core

/// What the doctor found out about one thing.
struct Finding: Sendable, Equatable {
    /// How it is.
    enum Verdict: String, Sendable {
        case fine
        /// Worth a look.
        case warning
        /// It cannot work so.
        case problem
        /// It was not looked at.
        case skipped
    }

    /// What was looked at, such as `source payments` or `machine`.
    let subject: String
    /// What was looked for.
    let check: String
    let verdict: Verdict
    /// What was found, in a few words.
    let message: String
    /// What to do about it.
    var hint: String?

    /// One object for a program.
    var json: JSON {
        [
            "subject": .string(subject), "check": .string(check), "verdict": .string(verdict.rawValue),
            "message": .string(message), "hint": hint.map(JSON.string) ?? .null,
        ]
    }
}

/// Findings of one subject, in the order made.
struct Findings: Sendable {
    let subject: String
    private(set) var all: [Finding] = []

    init(_ subject: String) {
        self.subject = subject
    }

    mutating func add(_ check: String, _ verdict: Finding.Verdict, _ message: String, hint: String? = nil) {
        all.append(Finding(subject: subject, check: check, verdict: verdict, message: message, hint: hint))
    }
}
