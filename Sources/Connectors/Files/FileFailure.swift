public import Core

/// Why nothing of a file can be read: its header.
public struct FileFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence.
    ///
    /// May name columns, and holds no value of theirs.
    public let reason: String
    /// Where it stands in the file.
    public let place: SourcePlace
    /// What to do about it, when that is known.
    public let hint: String?

    /// Place, reason and hint in one line.
    public var description: String {
        "line \(place.line), column \(place.column): \(reason)\(hint.map { "; \($0)" } ?? "")"
    }

    /// What a problem of the API tells besides: `line`, `column`, `reason` and, when there is one, `hint`.
    public var json: JSONObject {
        var object: JSONObject = [
            "line": .int(Int64(place.line)), "column": .int(Int64(place.column)), "reason": .string(reason),
        ]
        object["hint"] = hint.map(JSON.string)
        return object
    }

    init(_ reason: String, at place: SourcePlace, hint: String? = nil) {
        self.reason = reason
        self.place = place
        self.hint = hint
    }

    init(_ reason: String, in line: FileLine, hint: String? = nil) {
        self.init(reason, at: SourcePlace(line: line.number, column: 1), hint: hint)
    }
}

/// Why one row of a file is not taken.
public struct FileReject: Error, Sendable {
    /// Where it stands in the file: of the field it is about, else the row's beginning.
    ///
    /// Columns count characters.
    public let place: SourcePlace
    /// The name of the column that it is about, as items have it, when that is known.
    public let field: String?
    /// One sentence.
    ///
    /// Holds no value of the row.
    public let reason: String
    let line: FileLine

    init(_ reason: String, _ line: FileLine, at place: SourcePlace? = nil, field: String? = nil) {
        self.reason = reason
        self.line = line
        self.place = place ?? SourcePlace(line: line.number, column: 1)
        self.field = field
    }
}

extension FileReject {
    /// One object: `line`, `column`, `field` when it is about one, and `reason`.
    public var json: JSON {
        var object: JSONObject = ["line": .int(Int64(place.line)), "column": .int(Int64(place.column))]
        object["field"] = field.map(JSON.string)
        object["reason"] = .string(reason)
        return .object(object)
    }
}

extension String {
    /// What is said of bytes that the encoding of a file does not know.
    static let noText = "this is no text in the file's encoding; say which in the connector: `encoding`"
}
