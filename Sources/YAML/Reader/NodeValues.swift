public import Core

/// A node as a value of some type.
///
/// `name` is what messages call it, such as a key in backticks. A value of another type is `wrong-type`, one outside
/// its bounds `bad-value`; both are nil and a problem at the node's start.
extension Node {
    /// A text with its places; numbers and booleans are taken as they are written.
    public func text(_ name: String, _ problems: Problems) -> SourceText? {
        guard let scalar, !scalar.isNull else { return problems.wrongType(self, name, mustBe: "text") }
        return scalar.source
    }

    /// A whole number within bounds.
    public func int(_ name: String, in bounds: ClosedRange<Int>, _ problems: Problems) -> Int? {
        guard scalar?.shape == .whole else { return problems.wrongType(self, name, mustBe: "a whole number") }
        let value = scalar?.int.flatMap(Int.init(exactly:))
        return problems.bounded(value, in: bounds, self, name) { String($0) }
    }

    /// A number within bounds.
    public func double(_ name: String, in bounds: ClosedRange<Double>, _ problems: Problems) -> Double? {
        guard scalar?.shape != nil else { return problems.wrongType(self, name, mustBe: "a number") }
        return problems.bounded(scalar?.double, in: bounds, self, name, spell: JSON.spell)
    }

    /// `true` or `false`.
    public func bool(_ name: String, _ problems: Problems) -> Bool? {
        scalar?.bool ?? problems.wrongType(self, name, mustBe: "`true` or `false`")
    }

    /// A length of time such as `500ms`, `90s`, `15m`, `36h` or `4d`, within bounds when they are given.
    public func duration(_ name: String, in bounds: ClosedRange<TimeSpan>? = nil, _ problems: Problems) -> TimeSpan? {
        guard let text = text(name, problems)?.text else { return nil }
        guard let span = TimeSpan(text) else {
            let hint = "write a number and a unit: `500ms`, `90s`, `15m`, `36h` or `4d`"
            return problems.badValue(self, "\(name) must be a length of time", hint: hint)
        }
        return problems.bounded(span, in: bounds, self, name, spell: Unit.spell)
    }

    /// A number of bytes such as `512`, `64KiB`, `10MiB` or `1GiB`, within bounds when they are given.
    public func size(_ name: String, in bounds: ClosedRange<Int>? = nil, _ problems: Problems) -> Int? {
        guard let text = text(name, problems)?.text else { return nil }
        guard let bytes = Unit.bytes(text) else {
            let hint = "write a number of bytes, or with a unit: `64KiB`, `10MiB` or `1GiB`"
            return problems.badValue(self, "\(name) must be a size", hint: hint)
        }
        return problems.bounded(bytes, in: bounds, self, name, spell: Unit.spell)
    }

    /// One of a few words.
    public func choice(_ name: String, of words: [String], _ problems: Problems) -> String? {
        KeyLog.current?.note(words: words, at: self)
        guard let text = text(name, problems)?.text else { return nil }
        if let word = words.first(where: text.hasSameBytes(as:)) { return word }
        return problems.badValue(self, "\(name) cannot be `\(text)`", hint: Suggestion.hint(for: text, in: words))
    }

    /// The elements of a list.
    public func list(_ name: String, _ problems: Problems) -> [Node]? {
        elements ?? problems.wrongType(self, name, mustBe: "a list")
    }

    /// The keys and values of a mapping.
    public func mapping(_ name: String, _ problems: Problems) -> [Entry]? {
        entries ?? problems.wrongType(self, name, mustBe: "a mapping")
    }
}

extension Problems {
    /// Adds `wrong-type`; nil, to be returned.
    func wrongType<Value>(_ node: Node, _ name: String, mustBe type: String) -> Value? {
        let found = node.isNull ? "but it is empty" : "not \(node.kind)"
        add("wrong-type", "\(name) must be \(type), \(found)", at: node)
        return nil
    }

    /// Adds `bad-value`; nil, to be returned.
    func badValue<Value>(_ node: Node, _ message: String, hint: String?) -> Value? {
        add("bad-value", message, hint: hint, at: node)
        return nil
    }

    /// The value, or `bad-value` when it is none or lies outside the bounds.
    func bounded<Value>(
        _ value: Value?,
        in bounds: ClosedRange<Value>?,
        _ node: Node,
        _ name: String,
        spell: (Value) -> String
    ) -> Value? {
        guard let bounds else { return value }
        if let value, bounds.contains(value) { return value }
        let (least, most) = (spell(bounds.lowerBound), spell(bounds.upperBound))
        return badValue(node, "\(name) must be from \(least) to \(most)", hint: nil)
    }
}
