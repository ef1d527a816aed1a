import Connectors
import Core
import Foundation
import Testing
import YAML

@testable import throughline

/// What editors are told of a format is what its readers take.
@Suite("Shapes of formats") struct ShapeTests {
    /// Samples of a shape: so many that every key stands in one of them.
    private static let samples: ClosedRange<UInt64> = 1...120

    @Test("connector.yaml: samples of the shape are read as they are meant, and nothing is read that it does not know")
    func connectors() {
        // whether it takes files only, and so needs no `verify`, is told by another key
        check(Format.connector, but: ["missing-key: `verify` is missing"]) { text in
            Connector.draft(text, name: "sample.yaml").problems
        }
    }

    @Test("config.yaml: samples of the shape are read as they are meant, and nothing is read that it does not know")
    func config() async throws {
        try await withFolder { folder in
            check(Format.config) { text in
                do {
                    try text.write(toFile: "\(folder)/sample.yaml", atomically: false, encoding: .utf8)
                    _ = try SettingsReader(file: "\(folder)/sample.yaml").read()
                    return Diagnostics()
                } catch {
                    return error as? Diagnostics ?? Diagnostics()
                }
            }
        }
    }

    @Test("the connectors that come with the gateway have the shape")
    func shipped() throws {
        let folder = ConnectorFolder(path: Self.root.appending(path: "Connectors").path)
        for name in folder.names {
            let text = try #require(FileBytes.readText(folder.file(of: name)))
            let log = KeyLog()
            let problems = KeyLog.$current.withValue(log) { folder.draft(name)?.problems ?? Diagnostics() }
            var comparison = ShapeComparison(log: log)
            let node = try YAML.parse(text, name: folder.file(of: name))
            comparison.compare(node, Format.connector.form, at: name)
            comparison.take(problems)
            #expect(comparison.objections.isEmpty, "\(comparison.objections.sorted().joined(separator: "\n"))")
        }
    }

    @Test("every shape of a format has a name of its own", arguments: Format.allCases)
    func names(format: Format) {
        let schema = format.form.schema(title: format.title)
        let shapes = Shape.all(in: format.form)
        let defined = schema["$defs"]?.object?.members.map(\.name) ?? []
        #expect(Set(defined).isSubset(of: shapes.keys))
        for shape in shapes.values {
            let keys = shape.keys.map(\.name)
            #expect(Set(keys).count == keys.count, "\(shape.name)")
        }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func check(_ format: Format, but exempt: Set<String> = [], _ read: (String) -> Diagnostics) {
        var (objections, seen): (Set<String>, Set<String>) = ([], [])
        for seed in Self.samples {
            let text = ShapeSample(seed: seed).value(format.form).text
            let log = KeyLog()
            let problems = KeyLog.$current.withValue(log) { read(text) }
            guard let node = try? YAML.parse(text, name: problems.all.first?.file ?? "sample.yaml") else {
                objections.insert("a sample is no YAML: \(text)")
                continue
            }
            var comparison = ShapeComparison(log: log)
            comparison.compare(node, format.form, at: format.rawValue)
            comparison.take(problems)
            objections.formUnion(comparison.objections)
            seen.formUnion(comparison.seen)
        }
        objections.subtract(exempt)
        #expect(objections.isEmpty, "\(objections.sorted().joined(separator: "\n"))")
        let known = Shape.all(in: format.form).values.flatMap { shape in
            (shape.keys + shape.variants.flatMap(\.keys)).map { "\(shape.name).\($0.name)" }
        }
        let missed = Set(known).subtracting(seen)
        #expect(missed.isEmpty, "no sample has \(missed.sorted())")
    }
}
