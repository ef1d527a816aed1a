/// A place in an authored file: line and column count from 1, columns in code points.
public struct SourcePlace: Hashable, Comparable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in code points.
    public let column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// In reading order.
    public static func < (left: SourcePlace, right: SourcePlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A file an integrator wrote, kept so that problems can show the line they stand in.
public final class SourceFile: Sendable {
    /// The name as the user knows it, relative where it was given so.
    public let name: String
    /// The lines without their ends.
    public let lines: [String]

    /// Splits `text` into lines.
    public init(name: String, text: String) {
        self.name = name
        lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }

    /// The text of a line counted from 1, or nothing outside the file.
    public func line(_ number: Int) -> String {
        lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }
}

/// A piece of text (a scalar, an expression inside one) that knows where each of its bytes stands in the file.
public struct SourceText: Sendable {
    /// The text after YAML's own unquoting and folding.
    public let text: String
    /// The file it stands in.
    public let file: SourceFile
    /// For each UTF-8 byte of `text`, and one past the last, the place in the file.
    public let places: [SourcePlace]

    /// A text whose every byte is placed.
    ///
    /// `places` has one more element than `text` has bytes.
    public init(text: String, file: SourceFile, places: [SourcePlace]) {
        self.text = text
        self.file = file
        self.places = places
    }

    /// A text that stands alone, such as an expression on the command line: line 1, columns in code points.
    public init(_ text: String, name: String = "expression") {
        self.init(text: text, file: SourceFile(name: name, text: text), places: Self.consecutivePlaces(of: text))
    }

    /// The place of the byte at `offset`; clamped to the text.
    public func place(at offset: Int) -> SourcePlace {
        places[min(max(offset, 0), places.count - 1)]
    }

    /// The bytes in `range` as a text of their own, with their places.
    public func slice(_ range: Range<Int>) -> SourceText {
        let bytes = Array(text.utf8)[range]
        let end = min(range.upperBound, places.count - 1)
        return SourceText(
            text: String(decoding: bytes, as: UTF8.self),
            file: file,
            places: Array(places[range.lowerBound...end])
        )
    }

    private static func consecutivePlaces(of text: String) -> [SourcePlace] {
        var places: [SourcePlace] = []
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            for _ in 0..<UTF8.width(scalar) { places.append(SourcePlace(line: line, column: column)) }
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        places.append(SourcePlace(line: line, column: column))
        return places
    }
}
