import CEL
import Core

/// Grows a document from the events of a parser, within the limits of ``XMLDocument``.
struct XMLTree {
    /// An element that is not closed yet.
    private struct Element {
        let name: String
        var members: [(name: String, values: [Value])] = []
        /// Where in `members` a child's name stands.
        var places: [ByteKey: Int] = [:]
        var text: [UInt8] = []

        mutating func add(_ value: Value, named name: String) {
            if let place = places[ByteKey(name)] {
                members[place].values.append(value)
            } else {
                places[ByteKey(name)] = members.count
                members.append((name, [value]))
            }
        }

        /// The text alone, or the map that ``XMLDocument`` describes.
        var value: Value {
            let text = String(decoding: text, as: UTF8.self)
            guard !members.isEmpty else { return Value(text) }
            var pairs = members.map { ($0.name, $0.values.count == 1 ? $0.values[0] : Value.list($0.values)) }
            if !text.trimmed.isEmpty { pairs.append(("#text", Value(text))) }
            return .map(ValueMap(pairs))
        }
    }

    private var open: [Element] = []
    private var nodes = 0
    /// The document, once its outermost element is closed.
    private(set) var document: Value?
    /// What stopped it.
    private(set) var refusal: String?

    /// Begins an element.
    mutating func begin(_ name: String, attributes: [(name: String, value: String)]) {
        nodes += 1 + attributes.count
        guard open.count < XMLDocument.depthLimit else {
            return refuse("elements nested deeper than \(XMLDocument.depthLimit) levels")
        }
        guard nodes <= XMLDocument.nodeLimit else {
            return refuse("more than \(XMLDocument.nodeLimit) elements and attributes")
        }
        var element = Element(name: Self.localPart(of: name))
        for attribute in attributes where !Self.declaresNamespace(attribute.name) {
            element.add(Value(attribute.value), named: "@\(attribute.name)")
        }
        open.append(element)
    }

    /// Adds text to the innermost element.
    mutating func append(_ text: some Sequence<UInt8>) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    /// Ends the innermost element.
    mutating func end() {
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            document = .map(ValueMap([(element.name, element.value)]))
        } else {
            open[open.count - 1].add(element.value, named: element.name)
        }
    }

    /// Notes why nothing more is to be read; the first reason counts.
    mutating func refuse(_ reason: String) {
        refusal = refusal ?? reason
    }

    /// What stands behind the prefix (Namespaces in XML 1.0, section 4).
    private static func localPart(of name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }

    private static func declaresNamespace(_ name: String) -> Bool {
        name.hasSameBytes(as: "xmlns") || name.utf8.starts(with: "xmlns:".utf8)
    }
}
