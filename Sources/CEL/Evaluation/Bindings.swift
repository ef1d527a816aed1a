/// Values for the variables of an evaluation.
///
/// ``Environment/bindings()`` makes bindings whose places are those of the environment, so that its expressions find
/// their variables without looking for names; `Bindings()` works with any environment.
public struct Bindings: Sendable {
    /// What host functions reach through ``Call/context``.
    public var context: (any Sendable)?
    private let layout: VariableLayout
    private var values: [Value?]
    private var others: [(name: Text, value: Value)] = []

    /// Bindings for any environment.
    public init() { self.init(layout: .empty) }

    init(layout: VariableLayout) {
        self.layout = layout
        values = Array(repeating: nil, count: layout.names.count)
    }

    /// The value bound to a variable; nil unbinds it.
    public subscript(name: String) -> Value? {
        get {
            if let slot = layout.slots[Text(name)] { return values[slot] }
            return others.first { $0.name == Text(name) }?.value
        }
        set {
            if let slot = layout.slots[Text(name)] {
                values[slot] = newValue
            } else {
                others.removeAll { $0.name == Text(name) }
                if let newValue { others.append((Text(name), newValue)) }
            }
        }
    }

    /// The values by the slots of `wanted`; looks names up only when these bindings have another layout.
    func values(for wanted: VariableLayout, reading slots: [Int]) -> [Value?] {
        if layout === wanted { return values }
        var found: [Value?] = Array(repeating: nil, count: wanted.names.count)
        for slot in slots { found[slot] = self[wanted.names[slot]] }
        return found
    }
}

/// The root variables of an environment and their places.
final class VariableLayout: Sendable {
    static let empty = VariableLayout([])
    let names: [String]
    let slots: [Text: Int]

    init(_ names: [String]) {
        self.names = names
        slots = Dictionary(names.enumerated().map { (Text($1), $0) }, uniquingKeysWith: { first, _ in first })
    }
}
