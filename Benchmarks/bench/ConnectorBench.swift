import ArgumentParser
import Connectors
import Core
import Crypto
import Foundation

/// What one webhook of a payment costs from its bytes to its event, beside the least that anybody would have to do.
struct ConnectorBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector",
        abstract: "Measures a connector: verify, decode, split, normalize."
    )

    /// Microseconds of one core that all of it may take.
    private static let bar = 25.0

    @Option(help: "Where connectors are.") var connectors = "Connectors"
    @Option(help: "Write the figures here as JSON.") var json: String?
    @Option(help: "Rounds of 20 ms, of which the best counts.") var rounds = 5

    func run() throws {
        let payment = try SignedPayment(connectors: connectors)
        var figures: [(name: String, microseconds: Double)] = []
        for (name, work) in payment.stages {
            figures.append((name, Stopwatch.best(of: rounds, work) / 1000))
        }
        let whole = figures[0].microseconds
        let bare = figures[figures.count - 1].microseconds
        print(Self.table(figures, size: payment.size))
        if bare > Self.bar / 2 { print("void: the bare work alone takes more than half of \(Self.bar) µs here") }
        print("\(whole.rounded(to: 1)) µs of \(Self.bar); \((whole / bare).rounded(to: 2)) times the bare work")
        if let json { try FigureFile.write(Self.report(figures, size: payment.size), to: json) }
    }

    private static func table(_ figures: [(name: String, microseconds: Double)], size: Int) -> String {
        let rows = figures.map { [$0.name, "\($0.microseconds.rounded(to: 2))"] }
        return "\(Machine.cpu), \(Machine.cores) cores; \(size) bytes\n"
            + Table.aligned([["µs for one webhook, best of the rounds", ""]] + rows)
    }

    private static func report(_ figures: [(name: String, microseconds: Double)], size: Int) -> JSON {
        let whole = figures[0].microseconds
        let bare = figures[figures.count - 1].microseconds
        return [
            "machine": Machine.json, "bytes": .int(Int64(size)), "bar_us": .double(bar),
            "us": .object(JSONObject(figures.map { ($0.name, .double($0.microseconds.rounded(to: 2))) })),
            "ratio": .double((whole / bare).rounded(to: 2)), "holds": .bool(whole <= bar),
        ]
    }
}

/// A payment of 1 kB that its processor's connector takes.
///
/// A class, so that asking it costs no copy of what it holds.
final class SignedPayment {
    private static let secret = "whsec_bench"
    private static let bytes = 1000

    private let source: Source
    private let webhook: RawWebhook
    private let verified: VerifiedWebhook
    private let items: [Item]
    private let key = SymmetricKey(data: Array(SignedPayment.secret.utf8))
    private let signed: [UInt8]

    /// Bytes of the body.
    var size: Int { webhook.body.count }

    /// Reads the connector and goes through all of it once.
    init(connectors: String) throws {
        let now = Timestamp(seconds: 1_760_000_000)
        let body = Self.body(at: 1_760_000_000)
        signed = Array("1760000000.".utf8) + body
        let code = Hex.encode(HMAC<SHA256>.authenticationCode(for: signed, using: key))
        let folder = "\(connectors)/stripe"
        let text = try String(contentsOf: URL(filePath: "\(folder)/connector.yaml"), encoding: .utf8)
        source = Source(
            name: "pay",
            connector: try Connector.read(text, name: "connector.yaml") { FileBytes.readText("\(folder)/\($0)") },
            secrets: SecretSet(["endpoint_secret": [Secret(Self.secret)], "api_key": [Secret("unused")]]),
            config: [:],
            baseURL: nil
        )
        webhook = RawWebhook(
            source: "pay",
            method: "POST",
            url: "https://gw.example.com/hooks/pay",
            headers: [
                ("host", "gw.example.com"), ("content-type", "application/json; charset=utf-8"),
                ("user-agent", "bench/1.0"), ("stripe-signature", "t=1760000000,v1=\(code)"),
            ],
            body: body,
            received: now
        )
        guard case .verified(let verified) = source.verify(webhook, at: now) else {
            throw BenchFailure("the connector does not believe its payment")
        }
        self.verified = verified
        items = try source.read(verified)
        guard try events().map(\.type) == [.paymentSucceeded] else { throw BenchFailure("the payment is no event") }
    }

    /// Everything first, then its parts, then the bare work.
    var stages: [(name: String, work: () -> Void)] {
        [
            ("verify, decode, split, normalize", { [self] in keep(try? whole()) }),
            ("verify", { [self] in keep(source.verify(webhook, at: webhook.received)) }),
            ("decode, split", { [self] in keep(try? source.read(verified)) }),
            ("normalize", { [self] in keep(try? events()) }),
            ("bare: one hash, one reading of the JSON", { [self] in keep(bare()) }),
        ]
    }

    private func whole() throws -> [Event] {
        guard case .verified(let verified) = source.verify(webhook, at: webhook.received) else { return [] }
        return try source.read(verified).flatMap { item in
            try source.events(from: item, of: verified, recorded: webhook.received)
        }
    }

    private func events() throws -> [Event] {
        try items.flatMap { try source.events(from: $0, of: verified, recorded: webhook.received) }
    }

    /// What nobody who believes and reads such a webhook can leave out.
    private func bare() -> JSON? {
        guard HMAC<SHA256>.authenticationCode(for: signed, using: key).byteCount == 32 else { return nil }
        return try? JSON.parse(webhook.body)
    }

    private static func body(at time: Int) -> [UInt8] {
        let head = """
            {"id":"evt_bench","object":"event","api_version":"2025-09-30.clover","created":\(time),\
            "data":{"object":{"id":"pi_bench","object":"payment_intent","amount":4250,"amount_received":4250,\
            "currency":"usd","customer":"cus_bench","status":"succeeded","metadata":{"account":"acme:100231"},\
            "receipt_email":"ann@example.com","last_payment_error":null,"livemode":false,\
            "charges":{"object":"list","data":[{"id":"ch_bench","paid":true,"payment_method_details":{"card":\
            {"brand":"visa","last4":"4242","exp_month":12,"exp_year":2034},"type":"card"}}],"has_more":false},\
            "description":
            """
        let tail = """
            ","payment_method_types":["card"]}},"livemode":false,"pending_webhooks":1,\
            "request":{"id":"req_bench","idempotency_key":null},"type":"payment_intent.succeeded"}
            """
        let words = String(repeating: "x", count: max(0, bytes - head.utf8.count - tail.utf8.count - 1))
        return Array((head + "\"" + words + tail).utf8)
    }
}

/// Takes a value that the optimiser must not see through.
@inline(never)
private func keep<Value>(_ value: Value) {}
