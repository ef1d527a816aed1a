import Foundation
import Testing

@Suite("Inputs that fuzzing kept")
struct FuzzCorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    private static func inputs(_ kind: String, _ target: String) throws -> [URL] {
        let place = folder.appending(path: "\(kind)/\(target)")
        return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }

    private func replay(_ target: String, _ brokenLaw: ([UInt8]) -> String?) throws {
        let corpus = try Self.inputs("corpus", target)
        #expect(corpus.count > 100)
        for file in try corpus + Self.inputs("crashes", target) {
            #expect(brokenLaw(try Array(Data(contentsOf: file))) == nil, "\(file.lastPathComponent)")
        }
    }

    @Test("compile, or say where they are wrong") func parse() throws {
        try replay("parse", FuzzEntry.parse)
    }

    @Test("have one value, within the budget, that can be written") func evaluate() throws {
        try replay("evaluate", FuzzEntry.evaluate)
    }
}
