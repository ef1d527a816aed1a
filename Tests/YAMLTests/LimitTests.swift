import Core
import Testing
import YAML

/// Hostile files are refused, and soon.
struct LimitTests {
    @Test func `depth`() {
        let levels = YAML.depthLimit
        #expect(problems(String(repeating: "[", count: levels) + String(repeating: "]", count: levels)) == [])
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(problems(deep) == ["1:33 yaml-depth: nested deeper than 32 levels"])
        #expect(problems(String(repeating: "- ", count: 500_000)) == ["1:65 yaml-depth: nested deeper than 32 levels"])
    }

    @Test func `bytes of a file`() {
        #expect(problems("#" + String(repeating: "x", count: YAML.sizeLimit - 1)) == [])
        let long = String(repeating: "x", count: YAML.sizeLimit + 1)
        #expect(problems(long) == ["1:1 yaml-size: the file is larger than 1 MiB"])
    }

    @Test func `bytes of a text`() {
        #expect(problems("a: " + String(repeating: "x", count: YAML.textLimit)) == [])
        let long = "a: " + String(repeating: "x", count: YAML.textLimit + 1)
        #expect(problems(long) == ["1:4 yaml-size: a text longer than 64 KiB"])
    }

    @Test func `values of a file`() {
        let elements = String(repeating: "- a\n", count: YAML.nodeLimit - 1)
        #expect(problems(elements) == [])
        #expect(problems(elements + "- a\n") == ["10000:3 yaml-size: more than 10000 values in a file"])
    }

    @Test func `an alias bomb costs no more than its text`() throws {
        let levels = (1...30).map { level in
            "l\(level): &l\(level) [\((0..<9).map { _ in "*l\(level - 1)" }.joined(separator: ","))]\n"
        }
        let bomb = "l0: &l0 [x, x]\n" + levels.joined()
        var found: [String] = []
        let time = ContinuousClock().measure { found = problems(bomb) }
        #expect(found.first == "1:5 yaml-alias: anchors are not supported")
        #expect(found.count == 100)
        #expect(time < .seconds(20))
    }

    @Test(arguments: ["- &a x\n", "k: 1\n", "? ", "#\n", "---\n", ": ", "{a: ", "\"", "%TAG !a! b:\n", "a\n\n", "é "])
    func `a megabyte of anything takes seconds, not minutes`(piece: String) {
        let file = String(repeating: piece, count: YAML.sizeLimit / piece.utf8.count)
        #expect(ContinuousClock().measure { _ = problems(file) } < .seconds(20))
    }
}
