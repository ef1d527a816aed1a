import Core

/// Finds, for every byte of a text after unquoting and folding, where it stands in the file: walks the text and the
/// file side by side.
///
/// Escapes and folded line ends stand where they begin.
enum ScalarPlaces {
    /// The places of `value`, which libyaml read at `cursor`; one more than it has bytes.
    static func of(_ value: [UInt8], style: ScalarStyle, at cursor: SourceCursor) -> [SourcePlace] {
        switch style {
        case .plain, .singleQuoted, .doubleQuoted:
            var alignment = FlowAlignment(value, style: style, at: cursor)
            return alignment.places()
        case .literal, .folded:
            var alignment = BlockAlignment(value, isFolded: style == .folded, at: cursor)
            return alignment.places()
        }
    }
}
