public import Core

/// Collects the problems of authored files while they are read; one is handed to all readers of a file.
///
/// Not for several tasks at once.
public final class Problems {
    /// All that were found, in the order found.
    public private(set) var diagnostics = Diagnostics()

    /// None yet.
    public init() {}

    /// Whether anything found refuses the file.
    public var hasErrors: Bool { diagnostics.hasErrors }

    /// Adds a problem.
    public func add(_ diagnostic: Diagnostic) { diagnostics.add(diagnostic) }

    /// Adds the problems of another part.
    public func add(_ others: Diagnostics) { diagnostics.add(others) }

    /// Adds a problem at the start of a node.
    public func add(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        severity: Diagnostic.Severity = .error,
        at node: Node
    ) {
        add(Diagnostic(code, message, hint: hint, severity: severity, file: node.file, place: node.start))
    }

    /// Adds a problem at a byte of a text.
    public func add(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        severity: Diagnostic.Severity = .error,
        at text: SourceText,
        offset: Int = 0
    ) {
        add(Diagnostic(code, message, hint: hint, severity: severity, at: text, offset: offset))
    }

    /// Throws all problems when one of them refuses the file.
    public func throwErrors() throws(Diagnostics) {
        if hasErrors { throw diagnostics }
    }
}
