import Core
import Testing

@testable import Connectors

/// Every connector that comes with the gateway, by the cases beside it.
@Suite("The connectors that come with the gateway") struct ConnectorFolderTests {
    @Test("do what their cases say", arguments: Repository.connectors)
    func cases(name: String) throws {
        let connector = try Repository.connector(name)
        guard connector.hook != nil else { return }  // only called: nothing comes in that a case could hold
        let path = "Connectors/\(name)/tests.yaml"
        let cases = try ConnectorCase.readAll(try Repository.text(path), name: path)
        for item in cases {
            let problems = item.differences(of: connector, among: cases).map(\.text)
            #expect(problems.isEmpty, "\(path):\(item.place.line) \(item.name): \(problems.joined(separator: "; "))")
        }
        let yieldsNothing = connector.eventTypes.isEmpty && !connector.computesEventTypes
        #expect(
            yieldsNothing || cases.contains { $0.expected.isVerified == true && $0.expected.events?.isEmpty == false },
            "no good case"
        )
        #expect(cases.contains { $0.expected.original != nil }, "no duplicate case")
        #expect(cases.contains { $0.expected.isVerified == false }, "no forged case")
    }

    @Test("have nothing a linter warns of", arguments: Repository.connectors)
    func warnings(name: String) throws {
        let connector = try Repository.connector(name)
        #expect(connector.warnings.isEmpty, "\(connector.warnings.map(\.rendered).joined(separator: "\n"))")
        #expect(connector.name == name)
        #expect(connector.docs?.hasPrefix("https://") == true)
    }

    @Test("a case that does not hold says what came instead")
    func failingCase() throws {
        let connector = try connector(normalize: "rules:\n  - {type: message.sent, event: {text: hi}}")
        let text = """
            - name: wrong
              request: {url: https://gw.example.com/hooks/x, body: "1"}
              now: 1760000000
              verified: false
              respond: {status: 204}
              events: [{type: message.failed, text: hi, address: null}]
            """
        let cases = try ConnectorCase.readAll(text, name: "tests.yaml")
        #expect(
            cases[0].differences(of: connector, among: cases).map(\.text) == [
                "verified is true (ok), not false", "respond.status is 200, not 204",
                #"events[0].type is "message.sent", not "message.failed""#,
            ]
        )
    }
}
