/// The text of one statement.
///
/// Its identity, not its text, is the key under which a connection keeps it prepared.
final class SQL: Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
