import Core
import Testing
import YAML

/// The problems of a snippet, each as `line:column code: message`.
func problems(_ yaml: String) -> [String] {
    do throws(Diagnostics) {
        _ = try YAML.parse(yaml, name: "test.yaml")
        return []
    } catch {
        return error.all.map(summary)
    }
}

/// The first problem of a snippet.
func problem(_ yaml: String) throws -> Diagnostic {
    try problem(Array(yaml.utf8))
}

/// The first problem of some bytes.
func problem(_ bytes: [UInt8]) throws -> Diagnostic {
    let problems = #expect(throws: Diagnostics.self) { _ = try YAML.parse(bytes, name: "test.yaml") }
    return try #require(problems?.all.first)
}

/// A problem on one line.
func summary(_ problem: Diagnostic) -> String {
    "\(problem.place.line):\(problem.place.column) \(problem.code): \(problem.message)"
}

/// The text under `key`.
func text(_ yaml: String, _ key: String = "k") throws -> SourceText {
    try #require(try YAML.parse(yaml, name: "test.yaml")[key]?.scalar?.source)
}

/// Where each character of a text stands: runs of neighbours as `line:first-last`, one past the end behind `|`.
func places(_ text: SourceText) -> String {
    var runs: [(line: Int, first: Int, last: Int)] = []
    var offset = 0
    for scalar in text.text.unicodeScalars {
        let place = text.place(at: offset)
        if let run = runs.last, run.line == place.line, run.last + 1 == place.column {
            runs[runs.count - 1].last = place.column
        } else {
            runs.append((place.line, place.column, place.column))
        }
        offset += UTF8.width(scalar)
    }
    let end = text.place(at: offset)
    let written = runs.map { $0.first == $0.last ? "\($0.line):\($0.first)" : "\($0.line):\($0.first)-\($0.last)" }
    return written.joined(separator: " ") + "|\(end.line):\(end.column)"
}
