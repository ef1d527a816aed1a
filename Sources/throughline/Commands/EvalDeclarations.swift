import CEL
import Core

/// What the `type_env` of a batch declares: variables with a type, functions with overloads.
///
/// What is bound without being declared is of any type.
struct EvalDeclarations {
    private(set) var variables: [String]
    private(set) var types: [String: ValueType]
    private(set) var functions: [FunctionDeclaration] = []

    /// Reads the list; nil declares nothing.
    init(_ list: JSON?, besides bindings: EvalBindings) throws(EvalFailure) {
        variables = bindings.values.map(\.name)
        types = bindings.types
        var known = Set(variables.map { Text($0) })
        guard let list else { return }
        guard let entries = list.array else { throw .unreadable("`type_env` must be a list") }
        for entry in entries {
            guard let name = entry["name"]?.string else { throw .unreadable("`type_env`: an entry needs a `name`") }
            if let overloads = entry["overloads"]?.array {
                for overload in overloads { functions.append(try Self.function(name, overload)) }
            } else {
                types[name] = try Self.type(entry["type"])
                if known.insert(Text(name)).inserted { variables.append(name) }
            }
        }
    }

    private static func type(_ json: JSON?) throws(EvalFailure) -> ValueType {
        guard let type = json?.string.flatMap({ ValueType($0) }) else {
            throw .unreadable("`type_env`: a `type` must be written such as list(int)")
        }
        return type
    }

    private static func function(_ name: String, _ overload: JSON) throws(EvalFailure) -> FunctionDeclaration {
        let parameters = overload["params"]?.array ?? []
        let function = FunctionDeclaration(
            name: name,
            parameters: parameters.map { $0.string ?? "" },
            result: overload["result"]?.string ?? "dyn",
            isMethod: overload["receiver"]?.bool ?? false
        )
        guard let function else { throw .unreadable("`type_env`: an overload whose `params` or `result` are no types") }
        return function
    }
}
