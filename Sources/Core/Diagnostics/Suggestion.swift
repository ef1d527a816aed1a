/// "Did you mean": the known word that is nearest to a mistyped one.
public enum Suggestion {
    /// The nearest of `words` by edit distance, when it is near enough to be meant: within a third of the word, and
    /// `limit`.
    public static func nearest(to word: String, in words: some Sequence<String>, within limit: Int = .max) -> String? {
        let limit = min(limit, max(1, word.utf8.count / 3))
        return words.filter { abs($0.utf8.count - word.utf8.count) <= limit }
            .map { (word: $0, distance: distance(word, $0)) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
    }

    /// A hint for a diagnostic: the nearest word, or all of them when there are few.
    public static func hint(for word: String, in words: [String]) -> String? {
        if let nearest = nearest(to: word, in: words) { return "did you mean `\(nearest)`?" }
        guard !words.isEmpty else { return nil }
        return "one of: \(words.sorted().prefix(16).joined(separator: ", "))"
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let left = Array(first.utf8.prefix(64))
        let right = Array(second.utf8.prefix(64))
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
