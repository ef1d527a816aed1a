import Testing

/// What holds for the house as a whole, read from its source text.
@Suite("The house") struct ArrowTests {
    @Test("arrows point down only, and each module brings in only what it may")
    func arrows() throws {
        let files = try SourceFile.all()
        #expect(Set(files.map(\.module)) == Set(Layering.modules))
        let objections = files.flatMap(House.objections(to:))
        #expect(objections == [], "\(objections.joined(separator: "\n"))")
    }

    @Test("each C library is touched in one folder only")
    func fences() throws {
        var rooms: [String: Set<String>] = [:]
        for file in try SourceFile.all() {
            for found in file.imports where Layering.wrappers.contains(found.module) {
                rooms[found.module, default: []].insert(file.room)
            }
        }
        #expect(Set(rooms.keys) == Layering.wrappers)
        for (library, places) in rooms { #expect(places.count == 1, "\(library) in \(places.sorted())") }
    }

    @Test("no provider's name is in Swift, the demo apart")
    func providers() throws {
        let files = try SourceFile.all().filter { !$0.path.hasPrefix("Sources/throughline/Demo/") }
        let named = files.flatMap(House.providersNamed(in:))
        #expect(named == [], "\(named.joined(separator: "\n"))")
    }

    @Test(
        "the checker sees a line that must not be there",
        arguments: [
            ("Core", "import Store", "stands above"),
            ("Core", "import NIOCore", "may not bring in"),
            ("Store", "public import Policy", "neighbours"),
            ("Pipeline", "@preconcurrency import class Outbound.Queue", "neighbours"),
            ("Connectors", "  import CSQLite", "may not bring in"),
            ("Web", "import Foundation", "may not bring in"),
            ("throughline", "import struct Foundation.URL", "may not bring in"),
            ("Cellar", "import Core", "on no floor"),
        ]
    )
    func plantedImport(module: String, line: String, reason: String) throws {
        let file = SourceFile(path: "Sources/\(module)/Planted.swift", text: "import Core\n\(line)\n// import Store\n")
        let objections = House.objections(to: file).filter { $0.contains("Planted.swift:2") }
        #expect(objections.count == 1)
        #expect(objections.first?.contains(reason) == true)
    }

    @Test(
        "the checker takes what may be there",
        arguments: [("Store", "internal import CSQLite"), ("Web", "import Core")]
    )
    func goodImport(module: String, line: String) {
        #expect(House.objections(to: SourceFile(path: "Sources/\(module)/Fine.swift", text: line)) == [])
    }

    @Test("the checker sees a provider's name")
    func plantedProvider() {
        let file = SourceFile(path: "Sources/Connectors/Planted.swift", text: "/// Fine.\nlet isStripe = true")
        #expect(House.providersNamed(in: file) == ["Sources/Connectors/Planted.swift:2 names stripe"])
    }
}

/// The checks themselves, on one file.
enum House {
    static func objections(to file: SourceFile) -> [String] {
        file.imports.compactMap { found in
            Layering.objection(to: found.module, in: file.module).map { "\(file.path):\(found.line): \($0)" }
        }
    }

    /// Names that are no ordinary words, so that a match is a provider.
    private static let providers = [
        "stripe", "twilio", "sendgrid", "mailgun", "telnyx", "vonage", "plivo", "messagebird", "adyen", "braintree",
        "paypal", "gocardless", "hubspot", "salesforce", "pipedrive", "zendesk", "intercom", "freshdesk", "shopify",
    ]

    static func providersNamed(in file: SourceFile) -> [String] {
        let lines = file.text.lowercased().split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().flatMap { index, line in
            providers.filter(line.contains).map { "\(file.path):\(index + 1) names \($0)" }
        }
    }
}
