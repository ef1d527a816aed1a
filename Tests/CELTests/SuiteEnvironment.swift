import Core

@testable import CEL

extension Environment {
    /// The specification's dialect with what a suite declares, and `others` of any type; nil when a declaration is none.
    init?(declarations: [JSON], others: [String] = [], container: String = "", names: Bool = true, types: Bool = true) {
        var declared: [String: ValueType] = [:]
        var functions: [FunctionDeclaration] = []
        for declaration in declarations {
            guard let name = declaration["name"]?.string else { return nil }
            for overload in declaration["overloads"]?.array ?? [] {
                guard let function = FunctionDeclaration(name, overload) else { return nil }
                functions.append(function)
            }
            guard let text = declaration["type"]?.string else { continue }
            guard let type = ValueType(text) else { return nil }
            declared[name] = type
        }
        self.init(
            variables: Set(declared.keys).union(others).sorted(),
            types: declared,
            libraries: [.standard, Library(declaring: functions)],
            dialect: .cel,
            container: container,
            checksNames: names,
            checksTypes: types
        )
    }
}

extension FunctionDeclaration {
    /// An overload of a suite's `type_env`.
    fileprivate init?(_ name: String, _ overload: JSON) {
        self.init(
            name: name,
            parameters: overload["params"]?.array?.compactMap(\.string) ?? [],
            result: overload["result"]?.string ?? "",
            isMethod: overload["receiver"] == true
        )
    }
}
