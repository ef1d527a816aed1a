/// A native function that expressions may call.
public struct Function: Sendable {
    /// How it is written.
    public enum Form: Sendable {
        /// `f(a, b)`
        case function
        /// `a.f(b)`
        case method
        /// Either way.
        case both
    }

    /// What it does.
    ///
    /// Gets no error among its arguments; must not trap, and charges before it allocates.
    public typealias Body = @Sendable (Call) -> Value

    /// Its name; may have dots (`base64.encode`).
    public let name: String
    /// How many arguments it takes, the receiver counted.
    public let arity: ClosedRange<Int>
    /// How it is written.
    public let form: Form
    /// Whether it depends on its arguments alone, so that a call with constants is made once, when compiled.
    var isPure = false
    let body: Body

    /// A function that takes a range of arguments.
    public init(_ name: String, arity: ClosedRange<Int>, form: Form = .function, body: @escaping Body) {
        self.name = name
        self.arity = arity
        self.form = form
        self.body = body
    }

    /// A function that takes a number of arguments.
    public init(_ name: String, arity: Int, form: Form = .function, body: @escaping Body) {
        self.init(name, arity: arity...arity, form: form, body: body)
    }
}

/// A set of functions by name.
///
/// Immutable; libraries add up.
public struct Library: Sendable {
    let functions: [String: Function]

    /// A library.
    ///
    /// A name given twice keeps the last function.
    public init(_ functions: [Function]) {
        self.functions = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// A library of functions that depend on their arguments alone.
    init(pure functions: [Function]) {
        self.init(
            functions.map { function in
                var function = function
                function.isPure = true
                return function
            }
        )
    }

    private init(functions: [String: Function]) {
        self.functions = functions
    }

    /// Both libraries; where both define a name, the right one wins.
    public static func + (left: Library, right: Library) -> Library {
        Library(functions: left.functions.merging(right.functions) { _, last in last })
    }

    /// All names, sorted.
    public var names: [String] { functions.keys.sorted() }

    /// The functions of CEL and its extensions.
    public static let standard = Library(
        pure: conversions + strings + stringEditing + stringFormatting + times + math + bits + lists + sets + encoders
            + optionals
    )

    /// What connectors need beyond CEL: encodings, parsing, URLs, money, phones.
    ///
    /// Without cryptography.
    public static let text = Library(pure: encodings + parsing + urls + reading + maps)
}
