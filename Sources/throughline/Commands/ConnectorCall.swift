import ArgumentParser
import Connectors
import Core
import Outbound
import Synchronization

/// `throughline connector call`: performs one action of a connector, for whoever writes it.
struct ConnectorCall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Perform an action of a connector, and show every request and what its reply means.",
        discussion: """
            throughline connector call payments create_payment_link --plan --input '{"amount": 1200}'

            With --plan the requests are only shown; otherwise they are really sent, to the provider itself unless \
            --base-url names another place. No gate is asked, nothing is counted and nothing is stored: a message that \
            is sent so reaches whoever it is for. Private and loopback addresses are reached with --base-url, --fetch, \
            or a host from --config.

            A secret is given as NAME=TEXT, or better NAME=env:VARIABLE or NAME=file:PATH. Secrets are shown as *** \
            unless --show-secrets is given.

            With --json one object: `steps` (each `kind`, `name`, `method`, `url`, `headers`, `body` or `body_base64`, \
            and `reply` or `failure` when it was sent), `status` of the last reply, `outcome` (`kind`, and what there is \
            of `code`, `message`, `permanent`, `retry_after` in seconds, `provider_message_id`, `result`).

            Ends with 0 when the provider accepted, or the plan could be made; with 1 otherwise; with 2 when an option \
            or an input is wrong.
            """
    )

    @OptionGroup var options: ConnectorsOption
    @Argument(help: "The connector.") var name: String
    @Argument(help: "The action.") var action: String
    @Option(help: ArgumentHelp("What the action is given, as a JSON object.", valueName: "json"))
    var input = "{}"
    @Option(name: .customLong("secret"), help: ArgumentHelp("A secret, repeatable.", valueName: "name=value"))
    var secrets: [String] = []
    @Option(name: .customLong("config"), help: ArgumentHelp("A setting, repeatable.", valueName: "key=value"))
    var settings: [String] = []
    @Option(help: ArgumentHelp("Where actions go instead of the provider's host.", valueName: "url"))
    var baseURL: String?
    @Option(
        name: .customLong("fetch"),
        help: ArgumentHelp("Where an origin of tokens is instead, repeatable.", valueName: "origin=origin")
    )
    var origins: [String] = []
    @Option(help: "The delivery's id, which idempotency keys are made of; a new one unless given.")
    var id: String?
    @Flag(help: "Show the requests and send nothing.") var plan = false
    @Flag(help: "Show secrets as they are.") var showSecrets = false
    @Flag(help: "One JSON object.") var json = false

    func run() async throws {
        let question = try CallQuestion(self)
        let log = CallLog()
        let outcome = try await plan ? Self.plan(question, log) : Self.perform(question, log)
        let redaction = CallRedaction(secrets: showSecrets ? [] : question.secretValues, showsAll: showSecrets)
        let report = CallReport(steps: log.steps, outcome: outcome, redaction: redaction)
        Terminal.line(json ? report.json.text : report.text)
        if !plan, !report.isAccepted { throw ExitCode.failure }
    }

    private static func plan(_ question: CallQuestion, _ log: CallLog) throws -> ActionOutcome? {
        do throws(ReadFailure) {
            for step in try question.action.plan(question.request) { log.note(step) }
            return nil
        } catch {
            Terminal.error("The request cannot be made: \(Terminal.safe(error.reason))")
            throw ExitCode.failure
        }
    }

    private static func perform(_ question: CallQuestion, _ log: CallLog) async throws -> ActionOutcome? {
        let transport = try CurlTransport()
        let caller = ActionCaller(transport: transport, clock: SystemClock()) { log.note($0) }
        let report = await caller.perform(question.action, question.request)
        await transport.stop()
        return report.outcome
    }
}

/// The requests that were made, in their order.
final class CallLog: Sendable {
    private let noted = Mutex<[CallStep]>([])

    var steps: [CallStep] { noted.withLock(\.self) }

    func note(_ step: CallStep) { noted.withLock { $0.append(step) } }
}
