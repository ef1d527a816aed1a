/// One way to call a function: the types of its arguments and of what it gives.
struct Signature: Sendable {
    let name: String
    /// Types of the arguments, the receiver of a method first.
    let parameters: [ValueType]
    /// Whether the first parameter stands before the dot.
    let isMethod: Bool
    /// Whether the last parameter may stand any number of times.
    let isVariadic: Bool
    let result: ValueType
    /// Whether all of the declaration could be read.
    let isWellFormed: Bool
    /// The letters that stand for types.
    let letters: Set<String>
    /// Whether a parameter takes anything, so that another declaration may say more of the same call.
    let isVague: Bool

    /// A signature of types as they are spelled; what cannot be read takes anything.
    init(
        _ name: String,
        _ parameters: [Substring],
        isMethod: Bool,
        isVariadic: Bool,
        result: Substring,
        isWellFormed: Bool
    ) {
        let types = parameters.map { ValueType(String($0)) }
        let outcome = ValueType(String(result))
        self.name = name
        self.isMethod = isMethod
        self.isVariadic = isVariadic
        self.isWellFormed = isWellFormed && outcome != nil && types.allSatisfy { $0 != nil }
        self.parameters = types.map { $0 ?? .dyn }
        self.result = outcome ?? .dyn
        letters = (self.parameters + [self.result]).reduce(into: []) { $0.formUnion($1.letters) }
        isVague = !self.parameters.allSatisfy(\.isKnown)
    }

    /// How many arguments, the receiver counted.
    var arity: ClosedRange<Int> {
        isVariadic ? max(0, parameters.count - 1)...99 : parameters.count...parameters.count
    }

    /// The types that so many arguments must have.
    func parameters(for count: Int) -> [ValueType] {
        guard isVariadic, let last = parameters.last else { return parameters }
        return parameters.dropLast() + Array(repeating: last, count: max(0, count - parameters.count + 1))
    }
}

extension ValueType {
    /// The letters in it that stand for types.
    fileprivate var letters: Set<String> {
        if case .parameter(let name) = self { return [name] }
        return parts.reduce(into: []) { $0.formUnion($1.letters) }
    }
}

extension Signature: CustomStringConvertible {
    /// The declaration as a hint shows it: `string.charAt(int)`.
    var description: String {
        var types = parameters.map(\.shown)
        if isVariadic, let last = types.popLast() { types.append(last + "…") }
        let receiver = isMethod && !types.isEmpty ? types.removeFirst() + "." : ""
        return "\(receiver)\(name)(\(types.joined(separator: ", ")))"
    }
}
