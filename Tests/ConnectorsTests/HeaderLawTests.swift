import Core
import Testing

@testable import Connectors

/// Requests whose headers hold anything at all: whatever the connector, it answers, and the same twice.
@Suite("Arbitrary headers") struct HeaderLawTests {
    private static let rounds = 60
    /// What signatures are written with, and what takes readers of them apart.
    private static let letters = Array(
        "abcdefABCDEF0189+/=-_.,;: tv1|\"\\%&\r\n\u{0}é\u{301}\u{1F600}{}[]<>".unicodeScalars
    )

    /// What headers are called that connectors look at.
    private static let names = [
        "authorization", "content-type", "x-signature", "webhook-signature", "webhook-id", "webhook-timestamp",
    ]

    private func text(_ random: inout Seeded) -> String {
        if Int.random(in: 0..<8, using: &random) == 0 {
            return String(repeating: "a=", count: Int.random(in: 0...2000, using: &random))
        }
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            text.append(Self.letters.randomElement(using: &random) ?? "x")
        }
        return String(text)
    }

    /// The request of a case with the values of its headers, and some more headers, replaced.
    private func webhook(_ original: RawWebhook, _ random: inout Seeded) -> RawWebhook {
        var headers = original.headers
        for index in headers.indices where Bool.random(using: &random) {
            let value = headers[index].value
            let cut = String(value.prefix(Int.random(in: 0...value.count, using: &random)))
            headers[index].value = Bool.random(using: &random) ? text(&random) : cut + text(&random)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            headers.append((Self.names.randomElement(using: &random) ?? "x", text(&random)))
        }
        return RawWebhook(
            source: original.source,
            method: original.method,
            url: original.url,
            headers: headers,
            body: Bool.random(using: &random) ? original.body : Array(text(&random).utf8),
            received: original.received,
            peer: text(&random),
            clientSubject: text(&random)
        )
    }

    private func verdict(_ webhook: RawWebhook, _ source: Source, _ input: TrialInput) -> String {
        switch source.verify(webhook, at: input.now, documents: input.certificates, replies: input.replies) {
        case .verified(let verified): "verified \(verified.nonces.map(\.digest))"
        case .answered(let reply): "answered \(reply.answer.status)"
        case .refused(let refusal), .needs(_, otherwise: let refusal): refusal.reason.rawValue
        }
    }

    @Test(
        "no connector traps, and each decides the same twice",
        .timeLimit(.minutes(2)),
        arguments: Repository.connectors
    )
    func decides(name: String) throws {
        let connector = try Repository.connector(name)
        let text = FileBytes.readText("\(Repository.root)/Connectors/\(name)/tests.yaml")
        guard let text, connector.hook != nil else { return }
        let cases = try ConnectorCase.readAll(text, name: "tests.yaml").filter { $0.poll == nil && !$0.request.isFile }
        guard let item = cases.first(where: \.isAccepted) else { return }
        let source = item.input.source(of: connector)
        var random = Seeded(state: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        for _ in 0..<Self.rounds {
            let webhook = webhook(item.request, &random)
            let first = verdict(webhook, source, item.input)
            #expect(first == verdict(webhook, source, item.input))
            _ = source.trace(webhook, at: item.now)
        }
    }
}
