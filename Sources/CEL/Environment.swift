import Core

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
    public private(set) var library: Library
    /// The namespace that names are looked up in first, such as `com.example`; usually none.
    let container: String
    /// Whether an unknown name or function is a problem of the text, instead of an error where it is reached.
    let checksNames: Bool
    /// Whether what cannot succeed with the types that are known is a problem of the text.
    let checksTypes: Bool
    /// Most parts that dots make of a variable's name.
    private let mostNameParts: Int
    let layout: VariableLayout
    private var types: [Text: ValueType]
    /// The variables that may be named; nil for all.
    private var known: Set<Text>?

    /// An environment.
    ///
    /// Later libraries win where two define the same name. A variable that `types` leaves out may be anything; one that
    /// only `types` has is declared by that. Without `checksNames` nothing is checked: an unknown name or function
    /// compiles and is an error where it is reached, as CEL has it without its checker.
    public init(
        variables: [String],
        types: [String: ValueType] = [:],
        libraries: [Library] = [.standard],
        dialect: Dialect = .throughline,
        container: String = "",
        checksNames: Bool = true,
        checksTypes: Bool = true
    ) {
        self.dialect = dialect
        self.container = container
        self.checksNames = checksNames
        self.checksTypes = checksNames && checksTypes
        library = libraries.reduce(Library([]), +)
        self.types = Self.byName(types)
        let declared = Set(variables.map { Text($0) })
        layout = VariableLayout(variables + self.types.keys.filter { !declared.contains($0) }.sorted().map(\.string))
        let dots = layout.names.map { name in name.utf8.count { $0 == UInt8(ascii: ".") } }.max() ?? 0
        mostNameParts = dots + 1
    }

    /// Most parts that a name may have which begins with this word: types' names have up to three.
    func mostParts(ofNamesBeginning word: String) -> Int {
        let isTypes = word.hasSameBytes(as: "google") || word.hasSameBytes(as: "net")
        return isTypes || !container.isEmpty ? max(3, mostNameParts) : mostNameParts
    }

    /// The type of a variable; nil when it is not declared.
    func type(of variable: String) -> ValueType? {
        let name = Text(variable)
        guard layout.slots[name] != nil, known?.contains(name) ?? true else { return nil }
        return types[name] ?? .dyn
    }

    /// The declared root variables.
    public var variables: [String] { layout.names.filter { known?.contains(Text($0)) ?? true } }

    /// This environment for another place of the same program: only these of its variables, other functions.
    ///
    /// Expressions of both find their variables fastest in the bindings of either. A variable that this environment does
    /// not declare stays unknown. Hides nothing where names are not checked.
    public func narrowed(to variables: [String: ValueType], library: Library? = nil) -> Environment {
        var environment = self
        environment.types = Self.byName(variables)
        environment.known = Set(environment.types.keys)
        environment.library = library ?? self.library
        return environment
    }

    private static func byName(_ types: [String: ValueType]) -> [Text: ValueType] {
        Dictionary(types.map { (Text($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }

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
