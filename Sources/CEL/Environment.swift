/// How strictly numbers are kept apart.
public enum Dialect: Sendable {
    /// What connectors and policy use: an int or uint with a double makes a double in `+ - * /`, and a field of null is
    /// absent to `.?`.
    case throughline
    /// The CEL specification.
    case cel
}

/// What expressions may name: root variables and functions.
public struct Environment: Sendable {
    /// How strictly numbers are kept apart.
    public let dialect: Dialect
    /// The functions that may be called.
    public let library: Library
    /// The namespace that names are looked up in first, such as `com.example`; usually none.
    let container: String
    /// Whether an unknown name or function is a problem of the text, instead of an error where it is reached.
    let checksNames: Bool
    let layout: VariableLayout

    /// An environment.
    ///
    /// Later libraries win where two define the same name. Without `checksNames` an unknown name or function compiles
    /// and is an error where it is reached, as CEL has it without its checker.
    public init(
        variables: [String],
        libraries: [Library] = [.standard],
        dialect: Dialect = .throughline,
        container: String = "",
        checksNames: Bool = true
    ) {
        self.dialect = dialect
        self.container = container
        self.checksNames = checksNames
        library = libraries.reduce(Library([]), +)
        layout = VariableLayout(variables)
    }

    /// The declared root variables.
    public var variables: [String] { layout.names }

    /// Empty bindings in which this environment's expressions find their variables fastest.
    public func bindings() -> Bindings { Bindings(layout: layout) }

    /// The names `name` may stand for, most specific first.
    func candidates(for name: String, isRoot: Bool) -> [String] {
        guard !container.isEmpty, !isRoot else { return [name] }
        var parts = container.split(separator: ".")
        var names: [String] = []
        while !parts.isEmpty {
            names.append(parts.joined(separator: ".") + "." + name)
            parts.removeLast()
        }
        return names + [name]
    }
}
