/// Values for the variables of an evaluation.
///
/// ``Environment/bindings()`` makes bindings whose places are those of the environment, so that its expressions find
/// their variables without looking for names; `Bindings()` works with any environment.
public struct Bindings: Sendable {
    /// What host functions reach through ``Call/context``.
    public var context: (any Sendable)? {
        get { lent?.context }
        set { lent = newValue.map { Lent($0) } }
    }

    /// A context, so that lending it counts one reference.
    final class Lent: Sendable {
        let context: any Sendable

        init(_ context: any Sendable) { self.context = context }
    }

    /// Work that one evaluation of whoever asks with these bindings may do.
    public var budget = Expression.defaultBudget
    private(set) var lent: Lent?
    private let layout: VariableLayout
    private var values: [Value]
    private var others: [(name: Text, value: Value)] = []

    /// Bindings for any environment.
    public init() { self.init(layout: .empty) }

    init(layout: VariableLayout) {
        self.layout = layout
        values = layout.unbound
    }

    /// The value bound to a variable; nil unbinds it.
    public subscript(name: String) -> Value? {
        get {
            if let slot = layout.slot(of: name) { return values[slot].bound }
            return others.first { $0.name == Text(name) }?.value
        }
        set {
            if let slot = layout.slot(of: name) {
                values[slot] = newValue ?? layout.unbound[slot]
            } else {
                others.removeAll { $0.name == Text(name) }
                if let newValue { others.append((Text(name), newValue)) }
            }
        }
    }

    /// Lends the values by the slots of `wanted`; looks names up only when these bindings have another layout.
    @inline(__always)
    func withValues<Result>(
        for wanted: VariableLayout,
        reading slots: [Int],
        _ body: (UnsafePointer<Value>) -> Result
    ) -> Result {
        layout === wanted
            ? Self.lend(values, body)
            : Self.lend(values(for: wanted, reading: slots), body)
    }

    private static func lend<Result>(_ values: [Value], _ body: (UnsafePointer<Value>) -> Result) -> Result {
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else {
                return withUnsafePointer(to: Value.null, body)
            }
            return body(first)
        }
    }

    private func values(for wanted: VariableLayout, reading slots: [Int]) -> [Value] {
        var found = wanted.unbound
        for slot in slots { found[slot] = self[wanted.names[slot]] ?? found[slot] }
        return found
    }
}

/// The root variables of an environment and their places.
final class VariableLayout: Sendable {
    static let empty = VariableLayout([])
    let names: [String]
    let slots: [Text: Int]
    /// What stands for each while nothing is bound to it.
    let unbound: [Value]
    /// The names as they are compared fastest.
    private let words: [MapKey.Words]
    /// Names up to which looking through all of them is faster than hashing one.
    private static let few = 64

    init(_ names: [String]) {
        self.names = names
        slots = Dictionary(names.enumerated().map { (Text($1), $0) }, uniquingKeysWith: { first, _ in first })
        unbound = names.map { .failure(.unavailable, "`\($0)` is not available here") }
        words = names.count <= Self.few ? names.map { MapKey.Words(Text($0)) } : []
    }

    /// The place of a variable; nil when there is none of this name.
    func slot(of name: String) -> Int? {
        let text = Text(name)
        guard !words.isEmpty else { return slots[text] }
        let word = MapKey.Words(text)
        return word.isWhole ? words.firstIndex(of: word) : slots[text]
    }
}

extension Value {
    /// Nil for what stands where nothing is bound.
    fileprivate var bound: Value? {
        if case .error(let error) = self, error.kind == .unavailable { nil } else { self }
    }
}
