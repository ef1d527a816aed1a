/// One call of a native function: evaluated arguments, none of them an error, and what the host lent.
public struct Call {
    /// Where the call stands.
    final class Site: Sendable {
        let name: String
        let offset: Int

        init(name: String, offset: Int) {
            self.name = name
            self.offset = offset
        }
    }

    /// Number of arguments, the receiver of a method counted first.
    public let count: Int
    private let first: Value
    private let second: Value
    private let third: Value
    private let rest: [Value]
    let site: Site
    let evaluation: Evaluation

    /// The first three arguments are held without an array: nearly every call has no more.
    init(
        count: Int,
        first: Value = .null,
        second: Value = .null,
        third: Value = .null,
        rest: [Value] = [],
        site: Site,
        evaluation: Evaluation
    ) {
        self.count = count
        self.first = first
        self.second = second
        self.third = third
        self.rest = rest
        self.site = site
        self.evaluation = evaluation
    }

    /// A call with a list of arguments.
    init(_ arguments: [Value], site: Site, evaluation: Evaluation) {
        self.init(
            count: arguments.count,
            first: arguments.isEmpty ? .null : arguments[0],
            second: arguments.count > 1 ? arguments[1] : .null,
            third: arguments.count > 2 ? arguments[2] : .null,
            rest: Array(arguments.dropFirst(3)),
            site: site,
            evaluation: evaluation
        )
    }

    /// An argument, counted from 0; null where there is none.
    public subscript(_ place: Int) -> Value { untouched(place).plain }

    /// An argument that only passes through: a number beyond 64 bits keeps its spelling.
    func untouched(_ place: Int) -> Value {
        switch place {
        case 0: first
        case 1: second
        case 2: third
        default: rest.indices.contains(place - 3) ? rest[place - 3] : .null
        }
    }

    /// All arguments.
    public var arguments: [Value] { (0..<count).map { self[$0] } }

    /// What the host put into ``Bindings/context``.
    public var context: (any Sendable)? { evaluation.context }

    /// Takes `units` of the budget, before the work is done.
    ///
    /// When false, return ``overBudget``.
    public func charge(_ units: Int) -> Bool { evaluation.charge(max(0, units)) }

    /// The error of an evaluation that did more than it may.
    public var overBudget: Value { .error(.budget) }

    /// An error at the place of the call.
    ///
    /// The message names no data.
    public func fail(_ kind: EvaluationError.Kind, _ message: String) -> Value {
        .error(EvaluationError(kind, message, offset: site.offset))
    }

    /// The error of a function that does not take arguments of these types.
    public var noOverload: Value {
        let types = arguments.map(\.shownType).joined(separator: ", ")
        return fail(.noSuchOverload, "`\(site.name)` does not take (\(types))")
    }

    /// An error about an argument that has the right type.
    func invalid(_ message: String) -> Value { fail(.invalidArgument, message) }
}
