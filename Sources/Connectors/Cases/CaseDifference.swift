public import Core

/// One thing that did not come out of a case as it should.
public struct CaseDifference: Sendable, Equatable {
    /// What it is about, such as `events[0].type`.
    public let path: String
    /// What must come out; nil where nothing should.
    public let expected: JSON?
    /// What came out; nil where nothing did.
    public let actual: JSON?
    /// One sentence.
    public let text: String

    /// A difference; `text` is `PATH is ACTUAL, not EXPECTED` unless given.
    init(_ path: String, expected: JSON?, actual: JSON?, text: String? = nil) {
        self.path = path
        self.expected = expected
        self.actual = actual
        self.text = text ?? "\(path) is \((actual ?? .null).text), not \((expected ?? .null).text)"
    }

    /// One object.
    public var json: JSON {
        ["path": .string(path), "expected": expected ?? .null, "actual": actual ?? .null, "message": .string(text)]
    }
}
