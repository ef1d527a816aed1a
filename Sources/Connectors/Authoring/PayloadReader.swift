import CEL
import Core
import YAML

/// Reads how bodies are decoded, and what is in them: `receive.schema` or `receive.samples`, otherwise the cases beside the
/// connector.
struct PayloadReader {
    let author: Author

    private static let casesName = "tests.yaml"
    /// Bytes of a schema or a sample.
    private static let sizeLimit = 1024 * 1024

    /// `receive` is a part of `connector`.
    func read(_ receive: MappingReader?, in connector: MappingReader) -> Payloads {
        let decoding = receive.flatMap { author.word("decode", Decoding.self, in: $0) }
        let cases = cases(beside: connector.node.file)
        let schema = receive?.optional("schema").flatMap(schema)
        let samples = receive?.list("samples").compactMap { json($0, "a sample") } ?? []
        var payloads = Payloads(decoding: decoding ?? .auto)
        guard [.json, .jwt, .auto].contains(payloads.decoding) else { return payloads }
        let told = schema ?? (samples.isEmpty ? nil : ValueType(samples: samples))
        if let told {
            (payloads.json, payloads.areJSON, payloads.isByExample) = (told, true, schema == nil)
        } else {
            payloads.learn(from: cases.filter(\.isAccepted))
        }
        return payloads
    }

    private func schema(_ node: Node) -> ValueType? {
        guard let json = json(node, "`schema`") else { return nil }
        if let type = ValueType(schema: json) { return type }
        author.problems.add("bad-value", "`schema` is no JSON Schema", at: node)
        return nil
    }

    /// A value as it is written there, or that of a file of JSON beside the connector.
    private func json(_ node: Node, _ name: String) -> JSON? {
        guard let text = node.scalar?.source else { return node.json }
        guard text.text.hasSuffix(".json") else {
            let hint = "write it here as YAML, or the name of a `.json` file beside the connector"
            author.problems.add("bad-value", "\(name) must be a mapping, a list or a file", hint: hint, at: node)
            return nil
        }
        let isBeside = !text.text.utf8.contains(UInt8(ascii: "/")) && !text.text.hasPrefix(".")
        guard isBeside, let content = author.fileBeside(text.text), content.utf8.count <= Self.sizeLimit else {
            let hint = "a file of at most 1 MiB beside the connector"
            author.problems.add("missing-file", "`\(text.text)` cannot be read", hint: hint, at: text)
            return nil
        }
        return parsed(content, name: node.file.named(text.text))
    }

    private func parsed(_ text: String, name: String) -> JSON? {
        do throws(JSONError) {
            return try JSON.parse(text)
        } catch {
            let source = SourceText(text, name: name)
            author.problems.add("bad-json", "this is not JSON: \(error.reason)", at: source, offset: error.offset)
            return nil
        }
    }

    /// The cases beside the connector; what is wrong with them is only warned of.
    private func cases(beside file: SourceFile) -> [ConnectorCase] {
        guard let text = author.fileBeside(Self.casesName) else { return [] }
        let name = file.named(Self.casesName)
        do throws(Diagnostics) {
            return try ConnectorCase.readAll(text, name: name)
        } catch {
            for problem in error.all { author.problems.add(problem.asWarning) }
            return []
        }
    }
}

extension SourceFile {
    /// What diagnostics call another file of the same folder.
    fileprivate func named(_ other: String) -> String {
        name.lastIndex(of: "/").map { name[...$0] + other } ?? other
    }
}
