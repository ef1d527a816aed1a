import CEL
import Core
import YAML

/// Reads the body of a request.
struct BodyReader {
    let author: Author
    let scope: Scope
    /// The whole `request`.
    let reader: MappingReader

    /// How a body may be written.
    static let kinds = ["json", "form", "form_nested", "multipart", "xml", "text"]

    /// Nil only beside a problem.
    func read() -> RequestTemplate.Body? {
        let given = Self.kinds.filter { reader.has($0) }
        if given.count > 1 {
            author.problems.add("bad-value", "a request has one body, not \(given.count)", at: reader.node)
        }
        let bodies = Self.kinds.map { kind in reader.optional(kind).map { body(kind, $0) } }
        return bodies.compactMap(\.self).first ?? RequestTemplate.Body.none
    }

    private func body(_ kind: String, _ node: Node) -> RequestTemplate.Body? {
        switch kind {
        case "json": return author.data(node, in: scope).map { .json($0) }
        case "xml": return xml(node)
        case "text": return author.data(node, in: scope).map { .text($0) }
        default: break
        }
        guard let entries = node.mapping("`\(kind)`", author.problems) else { return nil }
        if kind == "multipart" { entries.map(\.value).forEach(checkParts) }
        let fields = author.fields(entries, in: scope)
        switch kind {
        case "form": return .form(fields)
        case "form_nested": return .nestedForm(fields)
        default: return .multipart(fields)
        }
    }

    /// A part that is a mapping is a file, and has its keys only.
    private func checkParts(_ node: Node) {
        for part in node.elements ?? [node] where part.entries != nil {
            let reader = MappingReader(part, author.problems, name: "a part that is a file")
            for key in MultipartBody.fileKeys { _ = reader.value(key, key == "content" ? .required : .optional) }
            reader.finish()
        }
    }

    private func xml(_ node: Node) -> RequestTemplate.Body? {
        guard let text = node.text("`xml`", author.problems), let template = author.template(text, in: scope) else {
            return nil
        }
        for expression in template.expressions where !isSafe(expression) {
            author.problems.add(
                "unescaped-xml",
                "this may hold `<` or `&`",
                hint: "write `${xml_escape(\(expression.source.text.trimmed))}`",
                severity: .warning,
                at: expression.source
            )
        }
        return .xml(.text(template))
    }

    /// Whether what an expression yields is known to be text for XML: a number, or made with `xml_escape`.
    private func isSafe(_ expression: Expression) -> Bool {
        if expression.constant != nil { return true }
        switch expression.type {
        case .int, .uint, .double, .bool, .timestamp: return true
        default: break
        }
        return expression.source.text.contains("xml_escape(") || expression.source.text.contains(".xml_escape()")
    }
}
