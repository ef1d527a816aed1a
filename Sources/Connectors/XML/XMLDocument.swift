import CEL

/// XML as expressions see it.
///
/// An element without attributes and children is its text. Any other is a map: of each child its value, a list where a
/// name repeats; attributes under `@name`; text that stands beside them, unless it is blank, under `#text`. Prefixes of
/// elements are dropped, those of attributes stay, declarations of namespaces are left out.
///
/// Document types, and so entities and everything they unfold or fetch, are refused, and processing instructions too.
enum XMLDocument {
    /// Levels of elements.
    static let depthLimit = 64
    /// Elements and attributes in all.
    static let nodeLimit = 100_000
    /// Bytes of a document.
    static let sizeLimit = 16 * 1024 * 1024

    /// A map with the outermost element.
    static func parse(_ bytes: [UInt8]) throws(XMLFailure) -> Value {
        guard bytes.count <= sizeLimit else {
            throw XMLFailure(reason: "a document of more than \(sizeLimit) bytes", offset: sizeLimit)
        }
        guard var parser = XMLParser() else { throw XMLFailure(reason: "no memory", offset: 0) }
        return try parser.parse(bytes)
    }
}
