import CEL
import Core
import YAML

/// Reads the `mail` of a request.
struct MailReader {
    let author: Author
    let scope: Scope
    let reader: MappingReader

    /// Nil only beside a problem.
    func read() -> MailTemplate? {
        let sender = author.data(reader.required("from"), in: scope)
        let recipient = author.data(reader.required("to"), in: scope)
        let subject = author.data(reader.required("subject"), in: scope)
        let text = author.data(reader.required("text"), in: scope)
        let id = author.data(reader.required("id"), in: scope)
        let entries = reader.mapping("headers")
        for entry in entries where !OutgoingMail.mayAdd(entry.key.text) {
            let hint = "it is written from the other keys, or it is no name of a header"
            let message = "the header `\(entry.key.text)` cannot be added"
            author.problems.add("bad-value", message, hint: hint, at: entry.key)
        }
        let headers = author.fields(entries, in: scope)
        reader.finish()
        guard let sender, let recipient, let subject, let text, let id else { return nil }
        return MailTemplate(
            sender: sender,
            recipient: recipient,
            subject: subject,
            text: text,
            id: id,
            headers: headers
        )
    }
}
