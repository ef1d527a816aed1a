import CEL
import Core

/// The parts of an expression, indented under what they belong to, each with its value.
struct EvalOutline {
    /// Columns of a line.
    private static let width = 100
    /// Columns at most for the expression's side, and at least for the value's.
    private static let textWidth = 60
    /// Levels beyond which lines are not moved further to the right.
    private static let deepest = 12
    private let rows: [(text: String, value: String)]
    private let parts: [SubExpression]

    /// An outline of parts in the order of ``Expression/explain(_:)``.
    init(parts: [SubExpression]) {
        self.parts = parts
        rows = parts.map { part in
            let indent = String(repeating: "  ", count: min(part.depth, Self.deepest))
            return (Self.cut(indent + Self.oneLine(part.text), to: Self.textWidth), Self.value(of: part))
        }
    }

    /// Lines for a person; values stand in one column.
    var text: String {
        let column = rows.map(\.text.count).max() ?? 0
        return rows.map { row in
            let gap = String(repeating: " ", count: column - row.text.count + 2)
            return row.text + gap + Self.cut(row.value, to: Self.width - column - 2)
        }.joined(separator: "\n")
    }

    /// A list for a program: each part with its depth, the byte where it begins, and its value, tagged; null for one that
    /// failed or was not reached.
    var json: JSON {
        .array(
            parts.map { part in
                [
                    "text": .string(part.text), "depth": .int(Int64(part.depth)), "offset": .int(Int64(part.offset)),
                    "value": part.value?.tagged ?? .null,
                    "error": part.value?.error.map { .string($0.message) } ?? .null,
                ]
            }
        )
    }

    /// What a part came to; nothing when something before it had decided.
    private static func value(of part: SubExpression) -> String {
        part.value.map { ValueText.of($0, limit: width) } ?? "–"
    }

    /// White space, line ends among it, as single spaces; without what a terminal would obey.
    private static func oneLine(_ text: String) -> String {
        Terminal.safe(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count > width ? text.prefix(width - 1) + "…" : text
    }
}
