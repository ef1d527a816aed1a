import Foundation

/// Names of providers, as the folders of their connectors have them, in the words of a line of code.
enum ProviderNames {
    /// Folders that name no provider, or whose name is an ordinary word of programs.
    private static let ordinary: Set<String> = ["smtp", "standard-webhooks", "system-of-record", "close", "square"]
    /// What is none of the folders' names and means one of them.
    private static let alsoCalled: Set<String> = ["amazon", "cxone", "genesys", "microsoft", "facebook"]
    /// Words that one name is written in.
    private static let wordLimit = 4

    /// Each name without hyphens.
    static func all() throws -> Set<String> {
        let folders = try SourceFile.folders(in: "Connectors").filter { !ordinary.contains($0) }
        return alsoCalled.union(folders.map { $0.replacingOccurrences(of: "-", with: "") })
    }

    /// Lines of a file that name a provider in an identifier or a literal, in one word or several; comments may.
    static func named(in file: SourceFile, _ names: Set<String>) -> [String] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().flatMap { index, line in
            let words = words(of: code(of: line))
            let runs = words.indices.flatMap { start in
                (1...wordLimit).map { words[start...].prefix($0).joined() }
            }
            return names.intersection(runs).sorted().map { "\(file.path):\(index + 1) names \($0)" }
        }
    }

    /// A line without its comment; `//` inside a literal, as in a URL, begins none.
    private static func code(of line: Substring) -> Substring {
        var isLiteral = false
        var before: Character = " "
        for index in line.indices {
            let character = line[index]
            if character == "\"", before != "\\" { isLiteral.toggle() }
            if character == "/", before == "/", !isLiteral { return line[..<line.index(before: index)] }
            before = character
        }
        return line
    }

    /// `isStripeEvent2` is `is`, `stripe`, `event2`; `URLPath` is `url`, `path`.
    private static func words(of code: Substring) -> [String] {
        var words: [String] = [""]
        let letters = Array(code)
        for (index, letter) in letters.enumerated() {
            guard letter.isLetter || letter.isNumber else {
                words.append("")
                continue
            }
            let follows = index > 0 ? letters[index - 1] : " "
            let isFollowedByLower = index + 1 < letters.count && letters[index + 1].isLowercase
            if letter.isUppercase, !follows.isUppercase || isFollowedByLower { words.append("") }
            words[words.count - 1].append(letter.lowercased())
        }
        return words.filter { !$0.isEmpty }
    }
}
