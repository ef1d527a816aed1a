import CEL
import Core

/// How a connector takes webhooks: what it accepts, how a body falls into items, what it answers.
struct ReceivePlan: Sendable {
    let methods: Set<String>
    let maxBody: Int
    let decoding: Decoding
    /// How files are written, where it decodes them.
    let file: FileFormat?
    /// Charsets by the names of fields, where a form tells them in a way of its own.
    let charsets: Expression?
    /// A list of items; the whole body is one item when there is none.
    let split: Expression?
    /// The key an item is deduplicated by; its digest when there is none.
    let key: Expression?
    /// What is fetched before thin items are read.
    let enrich: EnrichPlan?
    let handshakes: [Handshake]
    /// What a verified sender gets once everything is stored.
    let respond: AnswerTemplate
    let overload: OverloadAnswer
    /// How long keys of items are remembered.
    let dedupeWindow: TimeSpan
}

/// An answer with `${ CEL }` in it.
struct AnswerTemplate: Sendable {
    let status: Int
    let contentType: Template?
    let headers: [DataField]
    let body: DataTemplate?

    /// The variables it reads.
    var variables: Set<String> {
        let templates = headers.flatMap(\.value.templates) + (body?.templates ?? []) + (contentType.map { [$0] } ?? [])
        return templates.reduce(into: []) { $0.formUnion($1.variables) }
    }

    /// The answer.
    ///
    /// A part that cannot be rendered is left out: the sender cannot mend our YAML, and the status says what it needs
    /// to know.
    func answer(_ bindings: Bindings) -> HookAnswer {
        var answer = HookAnswer(status: status)
        answer.contentType = contentType.flatMap { Self.headerValue($0.evaluate(bindings)) }
        for field in headers {
            if let value = value(of: field.value, bindings).flatMap(Self.headerValue) {
                answer.headers.append((field.name, value))
            }
        }
        guard let body = body.flatMap({ value(of: $0, bindings) }) else { return answer }
        if let bytes = body.byteString {
            answer.body = bytes
            // Without a type a browser guesses, and what is echoed would become a page.
            answer.contentType = answer.contentType ?? "text/plain; charset=utf-8"
        } else if let json = body.json {
            answer.body = json.bytes
            answer.contentType = answer.contentType ?? "application/json"
        }
        return answer
    }

    /// A value as a header may carry it (RFC 9110, section 5.5): a line break in it would begin another header.
    private static func headerValue(_ value: Value) -> String? {
        guard let word = value.word else { return nil }
        return word.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } ? word : nil
    }

    private func value(of template: DataTemplate, _ bindings: Bindings) -> Value? {
        do throws(ReadFailure) {
            let value = try template.evaluate(bindings)
            return value.isNull ? nil : value
        } catch {
            return nil
        }
    }
}
