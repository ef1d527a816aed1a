import Core

/// What an expression names, read from its syntax: for looking names up before anything runs.
///
/// In the order of the text. Nothing computed is a mention: `item[key].id` mentions `item` and `key` alone, and
/// `f("a" + x)` has no literal.
public struct Mentions: Sendable {
    /// A name or a string, and where it stands.
    public struct Word: Sendable {
        /// The name, or the string's value.
        public let text: String
        /// Byte offset of its first character, behind the quote of a string.
        public let offset: Int
    }

    /// A variable and the fields read below it, as in `item.data.?id` or `item["data"]`.
    ///
    /// The longest that the text spells: `item.data.id` is one path. So is `math` in `math.abs(x)`: the text does not
    /// tell a variable from the first name of a function.
    public struct Path: Sendable {
        /// The variable; never one that a macro defines.
        public let root: Word
        /// Names and literal keys in order; empty for the variable alone.
        public let fields: [Word]

        /// Whether it consists of exactly these names.
        public func spells(_ names: [String]) -> Bool {
            fields.count + 1 == names.count
                && zip([root] + fields, names).allSatisfy { $0.text.hasSameBytes(as: $1) }
        }
    }

    /// A call of a function by its bare name, as in `secret("token")`; methods and names with dots are none.
    public struct Call: Sendable {
        /// The function.
        public let function: String
        /// The literal strings that its arguments begin with.
        public let literals: [Word]
    }

    /// A path that is compared with literal strings by `==`, `!=` or `in [ … ]`.
    public struct Comparison: Sendable {
        /// One side.
        public let path: Path
        /// The other: one string, or the literal ones of a list.
        public let literals: [Word]
    }

    /// What an expression is as a whole.
    public enum Whole: Sendable {
        case path(Path)
        case call(Call)
        /// Anything else.
        case other
    }

    /// Variables and fields.
    public internal(set) var paths: [Path] = []
    /// Functions.
    public internal(set) var calls: [Call] = []
    /// Literals that paths are compared with.
    public internal(set) var comparisons: [Comparison] = []
    /// The shape of the whole.
    public internal(set) var whole = Whole.other
}
