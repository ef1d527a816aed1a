import Core

/// A function that calls may be checked against, though there is nothing to call.
public struct FunctionDeclaration: Sendable {
    /// Arguments that one declaration may have.
    private static let parameterLimit = 32

    let signature: Signature

    /// A declaration by the spelling of its types; the first parameter of a method is its receiver.
    ///
    /// Nil when the name is no name, a type is none, or there are too many parameters.
    public init?(name: String, parameters: [String], result: String, isMethod: Bool = false) {
        let types = parameters + [result]
        guard types.count <= Self.parameterLimit, types.allSatisfy({ ValueType($0) != nil }) else { return nil }
        guard !isMethod || !parameters.isEmpty else { return nil }
        let receiver = isMethod ? "\(parameters[0])." : ""
        let arguments = parameters.dropFirst(isMethod ? 1 : 0).joined(separator: ", ")
        signature = SignatureReader.signatures(of: "\(receiver)\(name)(\(arguments)) -> \(result)")[0]
        guard signature.isWellFormed, signature.name.hasSameBytes(as: name) else { return nil }
    }
}

extension Library {
    /// Functions that are declared only: calling one is an error of the evaluation.
    public init(declaring declarations: [FunctionDeclaration]) {
        let named = Dictionary(grouping: declarations.map(\.signature), by: \.name)
        self.init(
            named.values.map { signatures in
                Function(signatures: signatures) { $0.fail(.unavailable, "this function is declared only") }
            }
        )
    }
}
