public import Core

/// A regular expression in RE2's syntax that a text must match from its first byte to its last.
///
/// For lists of what is allowed, which an author writes and a request is held against.
public struct WholePattern: Sendable {
    private let pattern: Pattern

    /// Compiles a pattern of at most 2,000 bytes, or tells what is wrong with it (`bad-pattern`).
    public static func compile(_ source: SourceText) throws(Diagnostics) -> WholePattern {
        do throws(PatternRefusal) {
            return try WholePattern(source.text)
        } catch {
            var problems = Diagnostics()
            problems.add(Diagnostic("bad-pattern", error.message, at: source))
            throw problems
        }
    }

    /// The text must be a pattern by itself: `a)|(b` in brackets would be one that is anchored nowhere.
    private init(_ text: String) throws(PatternRefusal) {
        _ = try Pattern(Text(text))
        pattern = try Pattern(Text("\\A(?:\(text))\\z"))
    }

    /// Whether all of `text` matches.
    ///
    /// Takes time linear in the text; false too when there was no memory.
    public func matches(_ text: String) -> Bool { pattern.matches(Text(text)) ?? false }
}
