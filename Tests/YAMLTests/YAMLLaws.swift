import Core
import YAML

/// What holds of every text that is read as YAML; a trap needs no answer.
enum YAMLLaws {
    /// The law that an input breaks.
    static func broken(by input: [UInt8]) -> String? {
        do throws(Diagnostics) {
            let documents = try YAML.parseAll(input, name: "input.yaml")
            var left = YAML.nodeLimit
            for document in documents {
                if let broken = broken(by: document, levels: YAML.depthLimit, &left) { return broken }
            }
            return documents.count > 1 ? nil : brokenByReadingOne(input, documents.first)
        } catch {
            return broken(by: error, in: input)
        }
    }

    /// Every problem can be shown, and stands in the text.
    private static func broken(by problems: Diagnostics, in input: [UInt8]) -> String? {
        guard problems.hasErrors else { return "refused without saying why" }
        let file = SourceFile(name: "input.yaml", text: String(decoding: input, as: UTF8.self))
        for problem in problems.all {
            let width = file.line(problem.place.line).unicodeScalars.count
            // A problem of what is missing at the end stands behind it; a byte order mark is not counted.
            guard (1...file.lines.count + 1).contains(problem.place.line),
                (1...width + 2).contains(problem.place.column), !problem.message.isEmpty, !problem.rendered.isEmpty
            else { return "a problem that stands nowhere" }
        }
        return nil
    }

    /// Parts stand inside the whole, in order, and each text knows the place of each of its bytes.
    private static func broken(by node: Node, levels: Int, _ left: inout Int) -> String? {
        left -= 1
        guard left >= 0 else { return "too many nodes" }
        guard levels >= 0 else { return "too deep" }
        guard node.start <= node.end else { return "a node ends before it begins" }
        switch node.content {
        case .scalar(let scalar): return broken(by: scalar.source, in: node)
        case .sequence(let elements): return broken(by: elements, in: node, levels: levels, &left)
        case .mapping(let entries):
            let names = Set(entries.map { ByteKey($0.key.text) })
            guard names.count == entries.count else { return "a key stands twice" }
            left -= entries.count
            return broken(by: entries.map(\.value), in: node, levels: levels, &left)
        }
    }

    private static func broken(by parts: [Node], in whole: Node, levels: Int, _ left: inout Int) -> String? {
        var end = whole.start
        for part in parts {
            guard end <= part.start, part.end <= whole.end else { return "a part stands outside the whole" }
            if let broken = broken(by: part, levels: levels - 1, &left) { return broken }
            end = part.end
        }
        return nil
    }

    private static func broken(by text: SourceText, in node: Node) -> String? {
        guard text.text.utf8.count <= YAML.textLimit else { return "a text that is too long" }
        guard text.places.count == text.text.utf8.count + 1 else { return "a text without places" }
        let isInside = text.places.allSatisfy { node.start <= $0 && $0 <= node.end }
        return isInside ? nil : "a text that stands outside its node"
    }

    /// A file of one document is the same however it is read.
    private static func brokenByReadingOne(_ input: [UInt8], _ document: Node?) -> String? {
        do throws(Diagnostics) {
            let node = try YAML.parse(input, name: "input.yaml")
            return node.json.bytes == (document?.json ?? .null).bytes ? nil : "one document is read as another"
        } catch {
            return "one document is refused"
        }
    }
}
