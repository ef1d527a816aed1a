import Core

/// What to write instead of YAML that we do not take.
enum Hint {
    static let quoteBraces = "put quotes around text that begins with `{` or `[`"

    static func writeOut(or sign: String) -> String {
        "write the value out where it is used, or \(quote(sign))"
    }

    static func quote(_ sign: String) -> String {
        "put the text in quotes if `\(sign)` belongs to it"
    }
}

extension SyntaxFailure {
    /// The problem in our form, with a hint for the common slips.
    func diagnostic(in source: CheckedSource) -> Diagnostic {
        let found = foundPlace(in: source)
        let start = context == nil ? found : SourcePlace(contextStart)
        let isBehindTheFile = source.file.line(found.line).isEmpty
        let place = isBehindTheFile || isWithoutColon ? start : found
        let hint = hint(in: source.file.line(place.line), at: place)
        return Diagnostic("yaml-syntax", message(start, place), hint: hint, file: source.file, place: place)
    }

    private var isWithoutColon: Bool { problem.hasPrefix("could not find expected ':'") }

    private func foundPlace(in source: CheckedSource) -> SourcePlace {
        switch position {
        case .mark(let mark): SourcePlace(mark)
        case .byte(let offset): source.place(ofByte: offset)
        }
    }

    private func message(_ start: SourcePlace, _ place: SourcePlace) -> String {
        guard let context, !isWithoutColon else { return problem }
        return "\(problem), \(context)" + (start.line == place.line ? "" : " that begins in line \(start.line)")
    }

    private func hint(in line: String, at place: SourcePlace) -> String? {
        let before = String(String.UnicodeScalarView(line.unicodeScalars.prefix(place.column - 1)))
        let rest = line.unicodeScalars.dropFirst(place.column - 1)
        if problem.hasPrefix("mapping values are not allowed") {
            return before.contains(": ") ? "put quotes around text that holds `: `" : Self.indent
        }
        if let first = rest.first, problem.hasPrefix("found character that cannot start") {
            return first == "\t" ? Self.spaces : "put quotes around text that begins with `\(first)`"
        }
        if problem.hasPrefix("found a tab character") { return Self.spaces }
        if problem.hasPrefix("did not find expected ','") {
            return line.contains("${") ? "put quotes around `${…}` inside { } and [ ]" : "close the bracket or brace"
        }
        if problem.hasPrefix("found unexpected end of stream") { return "close the quotes" }
        if isWithoutColon { return "write `key: value`, or indent the line" }
        return problem.hasPrefix("did not find expected key") ? Self.indent : nil
    }

    private static let indent = "indent this line like its neighbours"
    private static let spaces = "indent with spaces, not tabs"
}
