import Core
import Testing
import YAML

/// Laws of places, over random texts in every style: places ascend, and each shows the character it is the place of,
/// or an escape, or the line end that was folded.
struct AlignmentLawTests {
    @Test(arguments: [1, 2, 3, 4])
    func `each place shows its character`(seed: UInt64) {
        var random = Seeded(state: seed)
        var texts = 0
        for _ in 0..<1500 {
            let yaml = document(&random)
            guard let root = try? YAML.parse(yaml, name: "test.yaml") else { continue }
            for entry in root.entries ?? [] {
                guard let text = entry.value.scalar?.source else { continue }
                texts += 1
                if let fault = fault(in: text) { Issue.record("seed \(seed): \(fault)\n\(yaml.debugDescription)") }
            }
        }
        #expect(texts > 500)
    }

    private func fault(in text: SourceText) -> String? {
        var offset = 0
        var last = SourcePlace(line: 0, column: 0)
        for scalar in text.text.unicodeScalars {
            let place = text.place(at: offset)
            guard last < place else { return "places do not ascend at byte \(offset)" }
            guard shows(scalar, at: place, of: text.file) else { return "byte \(offset) is not at \(place)" }
            last = place
            offset += UTF8.width(scalar)
        }
        return text.place(at: offset) < last ? "the end stands before the last character" : nil
    }

    private func shows(_ scalar: Unicode.Scalar, at place: SourcePlace, of file: SourceFile) -> Bool {
        let rest = file.line(place.line).unicodeScalars.dropFirst(place.column - 1)
        let isLineEnd = rest.allSatisfy { $0 == " " || $0 == "\t" }
        return rest.first == scalar || rest.first == "\\" || (isLineEnd && (scalar == " " || scalar == "\n"))
    }

    private func document(_ random: inout Seeded) -> String {
        let end = Bool.random(using: &random) ? "\n" : "\r\n"
        let style = ["", "'", "\"", "|", "|-", "|2", ">", ">+", ">-"].randomElement(using: &random) ?? ""
        let isBlock = style.hasPrefix("|") || style.hasPrefix(">")
        var yaml = "k: " + style + (isBlock ? end : "a")
        for line in 0..<Int.random(in: 1...5, using: &random) {
            yaml += line == 0 && !isBlock ? "" : String(repeating: " ", count: Int.random(in: 2...4, using: &random))
            yaml += words(&random) + (isBlock ? end : line < 3 ? end : "")
        }
        return yaml + (isBlock ? "" : style) + end
    }

    private func words(_ random: inout Seeded) -> String {
        let pieces = ["a", "é", "漢", "😀", " ", "  ", "\t", "''", "\\n", "\\u00e9", "\\\"", "#", "-", "x y", "\\\n "]
        return (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
            .joined()
    }
}

/// SplitMix64: the same sequence for the same seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
