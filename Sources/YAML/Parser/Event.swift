/// A position libyaml reports: all three count code points from 0.
struct Mark {
    let index: Int
    let line: Int
    let column: Int
}

/// How a text is written.
enum ScalarStyle {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
}

/// What stood in front of a value.
///
/// We take neither.
struct NodeProperties {
    let isAnchored: Bool
    let isTagged: Bool
}

/// One step of libyaml through the file, copied out of its memory.
struct Event {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart(hasTagDirective: Bool)
        case documentEnd
        case alias
        case scalar(NodeProperties, value: [UInt8], style: ScalarStyle)
        case sequenceStart(NodeProperties, isFlow: Bool)
        case sequenceEnd
        case mappingStart(NodeProperties, isFlow: Bool)
        case mappingEnd
    }

    let kind: Kind
    let start: Mark
    let end: Mark
}

/// Why libyaml stopped.
struct SyntaxFailure: Error {
    /// Where it stopped.
    enum Position {
        case mark(Mark)
        /// Bytes from the start of the file.
        case byte(Int)
    }

    /// What it did not like, in its own words.
    let problem: String
    /// What it was doing, in its own words.
    let context: String?
    let position: Position
    /// Where that began; meaningful only with ``context``.
    let contextStart: Mark
}
