/// The matches of a pattern in a text, one after the other, none overlapping another.
///
/// Pays before each search. When the budget does not suffice there are no more matches and the evaluation is exhausted.
struct PatternSearch {
    private let pattern: Pattern
    private let text: Text
    private let evaluation: Evaluation
    /// Where the next search begins.
    private var place = 0
    private var lastEnd: Int?
    private var hasSearched = false

    init(_ pattern: Pattern, _ text: Text, _ evaluation: Evaluation) {
        self.pattern = pattern
        self.text = text
        self.evaluation = evaluation
    }

    /// The next match.
    ///
    /// An empty one right behind the last does not count, as in RE2's own replacement.
    mutating func next() -> Range<Int>? {
        while place <= text.byteCount, pay() {
            guard let match = first() else { return nil }
            place = match.isEmpty ? codePoint(after: match.upperBound) : match.upperBound
            if match.isEmpty, match.lowerBound == lastEnd { continue }
            lastEnd = match.upperBound
            return match
        }
        return nil
    }

    /// What the groups of a match hold, up to group `highest`; nil when the budget does not suffice.
    func groups(of match: Range<Int>, upTo highest: Int) -> Pattern.Groups? {
        guard evaluation.charge(pattern.price(of: match.count)) else { return nil }
        let groups = pattern.groups(of: match, in: text, upTo: highest)
        if groups == nil { giveUp() }
        return groups
    }

    private mutating func pay() -> Bool {
        defer { hasSearched = true }
        let left = text.byteCount - place
        return evaluation.charge(hasSearched ? pattern.price(ofLookingAgainAt: left) : pattern.price(of: left))
    }

    private func first() -> Range<Int>? {
        switch pattern.first(in: text, from: place) {
        case .match(let match): return match
        case .nothing: return nil
        case .failure:
            giveUp()
            return nil
        }
    }

    /// No memory is no budget: nothing that was found so far may pass for the whole.
    private func giveUp() { _ = evaluation.charge(.max) }

    private func codePoint(after place: Int) -> Int {
        text.withBytes { bytes in
            var next = place + 1
            while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
            return next
        }
    }
}
