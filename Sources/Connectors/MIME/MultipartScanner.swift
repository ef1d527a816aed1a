import Core

/// Why a multipart body cannot be read.
enum MultipartFailure: String, Error {
    case noBoundary = "its first boundary is missing"
    case malformedBoundary = "a line with a boundary does not begin or end as it should"
    case unterminated = "its last boundary is missing"
    case tooManyParts = "it has too many parts"
    case malformedHeaders = "the headers of a part are malformed"
    case tooLongHeaders = "the headers of a part are too long"
    case noName = "a part has no name"
    case encoded = "a part is encoded as if for mail"
}

/// Finds the parts of a multipart body (RFC 2046 section 5.1.1), in one pass over it.
struct MultipartScanner {
    /// How much is forgiven.
    enum Strictness {
        /// A form: lines end in CRLF, and the last boundary says so.
        ///
        /// A line that only resembles a boundary is refused, since another reader might take it for one.
        case form
        /// A mail: lines may end in LF alone, one that breaks off ends its last part, parts beyond the limit are left out.
        case mail
    }

    /// Parts of one body.
    static let partLimit = 1000

    private let body: ArraySlice<UInt8>
    private let marker: [UInt8]
    private let strictness: Strictness

    /// A scanner for a body with this boundary.
    init(_ body: ArraySlice<UInt8>, boundary: String, _ strictness: Strictness) {
        self.body = body
        self.strictness = strictness
        marker = Array("--\(boundary)".utf8)
    }

    /// The boundary that a media type names; nil when it is none (RFC 2046 section 5.1.1).
    static func boundary(of type: ParameterizedValue) -> String? {
        guard let boundary = type["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ $0.isAlphanumeric || "'()+_,-./:=? ".utf8.contains($0) }),
            boundary.utf8.last != 0x20
        else { return nil }
        return boundary
    }

    /// The bytes of every part, its headers with it.
    func parts() throws(MultipartFailure) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        guard var boundary = try next(from: body.startIndex) else { throw .noBoundary }
        while !boundary.isLast {
            guard parts.count < Self.partLimit else { return try forgiven(parts, .tooManyParts) }
            guard let following = try next(from: boundary.end) else {
                return try forgiven(parts + [body[boundary.end...]], .unterminated)
            }
            parts.append(body[boundary.end..<max(boundary.end, following.start)])
            boundary = following
        }
        return parts
    }

    /// What was found of a mail though something is wrong; a form is refused.
    private func forgiven(
        _ parts: [ArraySlice<UInt8>],
        _ failure: MultipartFailure
    ) throws(MultipartFailure) -> [ArraySlice<UInt8>] {
        guard strictness == .mail else { throw failure }
        return parts
    }

    /// A boundary: where the line break before it begins, where what follows it begins.
    private struct Boundary {
        let start: Int
        let end: Int
        let isLast: Bool
    }

    /// The first boundary at or behind `start`, which is the beginning of a line.
    private func next(from start: Int) throws(MultipartFailure) -> Boundary? {
        var line = start
        while line < body.endIndex {
            // Most lines begin otherwise, and a body may be all lines.
            if body[line] == UInt8(ascii: "-"), body[line...].starts(with: marker),
                let boundary = try boundary(at: line)
            {
                return boundary
            }
            guard let end = body[line...].firstIndex(of: 0x0A) else { return nil }
            line = end + 1
        }
        return nil
    }

    /// The boundary that begins at `line`; nil when the line only looks like one.
    private func boundary(at line: Int) throws(MultipartFailure) -> Boundary? {
        let start = try lineBreak(before: line)
        var rest = body[(line + marker.count)...]
        let isLast = rest.starts(with: "--".utf8)
        if isLast { rest = rest.dropFirst(2) }
        rest = rest.drop(while: \.isBlank)
        if isLast, rest.isEmpty { return Boundary(start: start, end: body.endIndex, isLast: true) }
        if rest.starts(with: "\r\n".utf8) { return Boundary(start: start, end: rest.startIndex + 2, isLast: isLast) }
        guard strictness == .mail else { throw .malformedBoundary }
        return rest.first == 0x0A ? Boundary(start: start, end: rest.startIndex + 1, isLast: isLast) : nil
    }

    /// Where the line break before `line` begins.
    private func lineBreak(before line: Int) throws(MultipartFailure) -> Int {
        if line == body.startIndex { return line }
        if line >= body.startIndex + 2, body[line - 2] == 0x0D { return line - 2 }
        guard strictness == .mail else { throw .malformedBoundary }
        return line - 1
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit.
    var isAlphanumeric: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
