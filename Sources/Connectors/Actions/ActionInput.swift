public import Core

/// One value an action is given.
public struct ActionInput: Sendable, Equatable {
    /// The type of a value.
    public enum Kind: String, Sendable, CaseIterable {
        /// Text.
        case string
        /// A whole number.
        case int
        /// Any number.
        case number
        /// True or false.
        case bool
        /// A list.
        case list
        /// An object.
        case map
    }

    /// Its name.
    public let name: String
    /// Its type.
    public let kind: Kind
    /// Whether it may be missing.
    public let isOptional: Bool

    /// Whether a value is of its type.
    func accepts(_ value: JSON) -> Bool {
        switch (kind, value) {
        case (_, .null): isOptional
        case (.string, .string), (.int, .int), (.bool, .bool), (.list, .array), (.map, .object): true
        case (.number, .int), (.number, .double), (.number, .bigInteger): true
        default: false
        }
    }
}

extension Action {
    /// What is wrong with an input, of every declared name: missing, or of another type.
    public func problems(with input: JSONObject) -> [ReadFailure] {
        inputs.compactMap { declared in
            guard let value = input[declared.name] else {
                let message = "`\(name)` needs the input `\(declared.name)`"
                return declared.isOptional ? nil : ReadFailure(reason: message)
            }
            let message = "the input `\(declared.name)` of `\(name)` must be \(declared.kind.rawValue)"
            return declared.accepts(value) ? nil : ReadFailure(reason: message)
        }
    }
}
