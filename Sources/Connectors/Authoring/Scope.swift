import CEL
import Core

/// Where an expression stands: which names it may use and of which types, and whether `secret(name)`.
struct Scope: Sendable {
    let environment: Environment
    /// The same where examples promise nothing; nil when no type comes from examples.
    let lenient: Environment?
    let allowsSecrets: Bool

    /// A place in `program`, whose bindings are also those of this place; `certain` are the types without what only
    /// examples tell.
    init(
        in program: Environment,
        _ variables: [String: ValueType],
        certain: [String: ValueType]? = nil,
        secrets: Bool = false
    ) {
        allowsSecrets = secrets
        let library = secrets ? Self.libraryWithSecrets : Self.library
        environment = program.narrowed(to: variables, library: library)
        lenient = certain.map { program.narrowed(to: $0, library: library) }
    }

    static let library: Library = .standard + .text + .crypto + .documents
    static let libraryWithSecrets = library + .secrets
}

extension ValueType {
    /// Fields of a form or a query, and headers: all of them text.
    static let texts = ValueType.map(key: .string, value: .string)
    /// Headers with all values of each.
    static let textLists = ValueType.map(key: .string, value: .list(.string))
    /// Names and values in order.
    static let textPairs = ValueType.list(.list(.string))

    /// The type of a list's elements; anything when it may be something else.
    var element: ValueType {
        switch self {
        case .list(let element): element
        case .optional(let wrapped): wrapped.element
        default: .dyn
        }
    }

    /// The type of a connector's settings, by their defaults.
    ///
    /// A source may change the values. A default that says nothing tells nothing of the type.
    static func ofSettings(_ settings: JSONObject) -> ValueType {
        let fields = settings.members.map { member in
            let isBlank = member.value.string?.isEmpty ?? false
            return (name: member.name, type: isBlank ? ValueType.dyn : ValueType(sample: member.value))
        }
        return .record(RecordType(fields))
    }
}
