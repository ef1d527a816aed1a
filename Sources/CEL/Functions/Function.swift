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
    /// Types of arguments and results, one for each way to call it; none: any types, and nothing is known of the result.
    let signatures: [Signature]
    /// Work that constant arguments allow to be done once, when the expression is compiled.
    var preparation: Preparation?
    /// Whether it depends on its arguments alone, so that a call with constants is made once, when compiled.
    var isPure = false
    let body: Body

    /// A function that takes a range of arguments.
    public init(_ name: String, arity: ClosedRange<Int>, form: Form = .function, body: @escaping Body) {
        self.name = name
        self.arity = arity
        self.form = form
        signatures = []
        self.body = body
    }

    /// A function by its declarations, all of one name, such as `string.charAt(int) -> string`.
    ///
    /// `base64.encode(bytes) -> string` is in a namespace, `size(list(A)) -> int` takes a list of anything; `string|bytes` is
    /// either type, `int?` may be left out, `dyn...` may stand any number of times. Types are spelled as ``ValueType`` reads
    /// them.
    public init(_ declaration: String, _ others: String..., body: @escaping Body) {
        self.init(signatures: ([declaration] + others).flatMap { SignatureReader.signatures(of: $0) }, body: body)
    }

    /// A function by its signatures: one at least, all of one name.
    init(signatures: [Signature], body: @escaping Body) {
        let methods = signatures.count(where: \.isMethod)
        name = signatures[0].name
        arity = signatures.dropFirst().reduce(signatures[0].arity) { $0.joined(with: $1.arity) }
        form = methods == 0 ? .function : methods == signatures.count ? .method : .both
        self.signatures = signatures
        self.body = body
    }

    /// A function that takes a number of arguments.
    public init(_ name: String, arity: Int, form: Form = .function, body: @escaping Body) {
        self.init(name, arity: arity...arity, form: form, body: body)
    }
}

extension Function {
    /// What constant arguments (nil: not constant) make of a function: a body of its own, a problem, or nil for nothing.
    typealias Preparation = @Sendable ([Value?]) -> Prepared?

    /// The outcome of a preparation.
    enum Prepared {
        /// Used instead of the function's own body.
        case body(Body)
        /// No call with this constant can succeed: told when the expression is compiled, at that argument.
        case problem(String, argument: Int)
    }

    /// This function with work to be done once, when it is compiled.
    func prepared(by preparation: @escaping Preparation) -> Function {
        var function = self
        function.preparation = preparation
        return function
    }
}
