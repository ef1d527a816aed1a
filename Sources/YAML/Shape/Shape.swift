/// What may stand in one mapping of a format, told for people and editors.
///
/// Readers check what is written; a shape says the same beforehand. A test reads samples made of every shape and compares
/// which keys are asked for.
public struct Shape: Sendable {
    /// What must hold of several keys together.
    public enum Condition: Sendable {
        case exactlyOne([String])
        case atMostOne([String])
        case atLeastOne([String])
        /// The first never stands without the second.
        case pair(String, needs: String)
    }

    /// Keys that a mapping has besides when the value of one key is one of these words.
    public struct Variant: Sendable {
        /// The words.
        public let words: [String]
        /// The further keys.
        public let keys: [KeyShape]
        /// What further keys must not or must stand beside each other.
        public let conditions: [Condition]

        /// Further keys when the value is one of `words`.
        public init(_ words: [String], _ keys: [KeyShape], conditions: [Condition] = []) {
            self.words = words
            self.keys = keys
            self.conditions = conditions
        }
    }

    /// A name of its own among the shapes of a format, such as `rate_limit`.
    public let name: String
    /// One sentence that says what the mapping is for.
    public let about: String
    /// What may stand in it, in the order in which it is best written.
    public let keys: [KeyShape]
    /// What keys must not or must stand beside each other.
    public let conditions: [Condition]
    /// The key whose value decides on further keys.
    public let discriminator: String?
    /// Further keys by the value of the discriminator.
    public let variants: [Variant]
    /// What keys of the author's own take; nil where there are none.
    public let others: Form?

    /// A mapping with these keys.
    public init(
        _ name: String,
        _ about: String,
        _ keys: [KeyShape],
        conditions: [Condition] = [],
        by discriminator: String? = nil,
        variants: [Variant] = [],
        others: Form? = nil
    ) {
        self.name = name
        self.about = about
        self.keys = keys
        self.conditions = conditions
        self.discriminator = discriminator
        self.variants = variants
        self.others = others
    }

    /// The keys that may stand in a mapping whose discriminator has this value.
    package func keys(where word: String?) -> [KeyShape] {
        keys + variants.filter { variant in word.map(variant.words.contains) ?? false }.flatMap(\.keys)
    }
}

/// One key of a mapping.
public struct KeyShape: Sendable {
    /// The key.
    public let name: String
    /// Whether it must stand there.
    public let need: Need
    /// What it takes.
    public let form: Form
    /// What it is for, in a sentence.
    public let about: String

    /// A key that must stand in the mapping.
    public static func required(_ name: String, _ form: Form, _ about: String) -> KeyShape {
        KeyShape(name: name, need: .required, form: form, about: about)
    }

    /// A key that may stand in the mapping.
    public static func optional(_ name: String, _ form: Form, _ about: String) -> KeyShape {
        KeyShape(name: name, need: .optional, form: form, about: about)
    }
}

/// What a value looks like.
public indirect enum Form: Sendable {
    /// Literal text; numbers and booleans are taken as they are written.
    case text(like: String, pattern: String? = nil)
    /// A bare CEL expression.
    case expression(like: String)
    /// Text in which `${ CEL }` is replaced.
    case template(like: String)
    /// A value of any shape, in whose texts `${ CEL }` is replaced.
    case data(like: String)
    /// A whole number.
    case whole(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// `true`: left out otherwise.
    case yes
    /// A length of time.
    case duration(like: String)
    /// A number of bytes.
    case size(like: String)
    /// One of a few words.
    case words([String])
    /// A list of at least so many elements.
    case list(Form, atLeast: Int = 0)
    /// A mapping whose keys the author chooses, such as this one.
    case named(like: String, Form)
    /// A mapping with keys of its own.
    case mapping(Shape)
    /// One of several forms; mappings among them differ in their keys.
    case either([Form])
    /// Anything.
    case anything

    /// One of the raw values of an enumeration.
    public static func cases<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> Form {
        .words(type.allCases.map(\.rawValue))
    }
}
