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
        let names = try ProviderNames.all()
        #expect(names.count > 40)
        let named = files.flatMap { ProviderNames.named(in: $0, names) }
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

    @Test(
        "the checker sees a provider's name",
        arguments: [
            ("let isStripe = true", "stripe"), ("case adyen", "adyen"),
            (#"let url = "https://api.paypal.com""#, "paypal"),
            ("struct CheckoutComReply {}", "checkout-com"), (#"if name == "nice_cxone" {"#, "nice-cxone"),
            ("func readGitHub()", "github"), ("var authorizeNet: Int", "authorizenet"), ("let usesSESandSNS = 1", ""),
            ("// as Stripe does", ""), ("let url = 1 // Stripe", ""), ("enum CheckOutcome {}", ""),
        ]
    )
    func plantedProvider(line: String, name: String) throws {
        let file = SourceFile(path: "Sources/Connectors/Planted.swift", text: "/// Fine.\n\(line)")
        let named = ProviderNames.named(in: file, try ProviderNames.all())
        #expect(named.isEmpty == name.isEmpty, "\(named)")
        #expect(named.allSatisfy { $0.hasPrefix("Sources/Connectors/Planted.swift:2 names ") })
    }
}

/// The checks themselves, on one file.
enum House {
    static func objections(to file: SourceFile) -> [String] {
        file.imports.compactMap { found in
            Layering.objection(to: found.module, in: file.module).map { "\(file.path):\(found.line): \($0)" }
        }
    }
}
