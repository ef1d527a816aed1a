/// A text whose matches are being replaced, from the left to the right.
struct ReplacedText {
    private let text: Text
    private let replacement: Replacement
    private let evaluation: Evaluation
    private var output: [UInt8] = []
    /// Bytes of the text that are done.
    private var done = 0

    init(_ text: Text, _ replacement: Replacement, _ evaluation: Evaluation) {
        self.text = text
        self.replacement = replacement
        self.evaluation = evaluation
    }

    /// Writes what stands before a match, and what stands for it; false when the budget does not suffice.
    mutating func put(_ match: Range<Int>, _ search: inout PatternSearch) -> Bool {
        guard evaluation.charge(replacement.partCount) else { return false }
        let groups = replacement.highestGroup.flatMap { search.groups(of: match, upTo: $0) }
        let added = match.lowerBound - done + replacement.byteCount(groups)
        guard evaluation.charge(copying: added) else { return false }
        text.append(done..<match.lowerBound, to: &output)
        replacement.append(to: &output, groups, in: text)
        done = match.upperBound
        return true
    }

    /// Writes what is left; nil when the budget did not suffice.
    mutating func finish() -> Text? {
        guard !evaluation.isExhausted, evaluation.charge(copying: text.byteCount - done) else { return nil }
        text.append(done..<text.byteCount, to: &output)
        return Text(String(decoding: output, as: UTF8.self))
    }
}

extension Text {
    /// Writes a range of its bytes.
    func append(_ range: Range<Int>, to output: inout [UInt8]) {
        withBytes { output += $0[range] }
    }
}
