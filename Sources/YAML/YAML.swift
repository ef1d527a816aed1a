public import Core

/// Reads the YAML we take: one tree of mappings, lists and text, every part with its place in the file.
///
/// Anchors, aliases, explicit tags and merge keys are refused, so that a file means what it shows and cannot unfold
/// into more than it is. The limits hold for authored files and for anything else that is handed in.
public enum YAML {
    /// Bytes of one file.
    public static let sizeLimit = 1024 * 1024
    /// Bytes of one text after unquoting.
    public static let textLimit = 64 * 1024
    /// Levels of mappings and lists.
    public static let depthLimit = 32
    /// Mappings, lists and texts of one file, keys included.
    public static let nodeLimit = 10_000

    /// Reads a file that holds at most one document; an empty file is an empty text at line 1.
    ///
    /// Throws every problem found, with codes that begin in `yaml-`, or `duplicate-key`.
    public static func parse(_ text: String, name: String) throws(Diagnostics) -> Node {
        try parse(Array(text.utf8), name: name)
    }

    /// Reads the bytes of a file that holds at most one document; an empty file is an empty text at line 1.
    ///
    /// Throws every problem found, with codes that begin in `yaml-`, or `duplicate-key`.
    public static func parse(_ bytes: [UInt8], name: String) throws(Diagnostics) -> Node {
        let source = try CheckedSource(bytes, name: name)
        return try documents(of: source, limit: 1).first ?? .empty(in: source.file)
    }

    /// Reads a file of any number of documents (`---` between them).
    ///
    /// Throws every problem found, with codes that begin in `yaml-`, or `duplicate-key`.
    public static func parseAll(_ text: String, name: String) throws(Diagnostics) -> [Node] {
        try parseAll(Array(text.utf8), name: name)
    }

    /// Reads the bytes of a file of any number of documents (`---` between them).
    ///
    /// Throws every problem found, with codes that begin in `yaml-`, or `duplicate-key`.
    public static func parseAll(_ bytes: [UInt8], name: String) throws(Diagnostics) -> [Node] {
        try documents(of: CheckedSource(bytes, name: name), limit: nodeLimit)
    }

    private static func documents(of source: CheckedSource, limit: Int) throws(Diagnostics) -> [Node] {
        guard let parser = EventParser(source.bytes) else {
            throw Diagnostics(of: "yaml-size", "no memory to read the file", in: source.file)
        }
        var composer = Composer(source, parser: parser)
        let documents = composer.documents(limit: limit)
        if composer.problems.hasErrors { throw composer.problems }
        return documents
    }
}
