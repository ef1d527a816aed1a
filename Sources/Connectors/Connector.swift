import CEL
public import Core
import YAML

/// A checked `connector.yaml`: everything that is particular to one provider, as data.
public struct Connector: Sendable {
    /// The provider's name as `config.yaml` refers to it.
    public let name: String
    /// Raised by its author whenever events come out differently.
    public let version: Int
    /// Where the provider describes its webhooks.
    public let docs: String?
    /// The names of the secrets a source must give.
    public let secrets: [String]
    /// Settings a source may change, with their defaults.
    public let config: JSONObject
    /// What the provider can be asked to do, by name.
    public let actions: [String: Action]
    /// How it gets access tokens, by name.
    let tokens: [String: TokenGrant]
    /// The lists it reads at the provider.
    public let polls: [Poll]
    /// What it keeps up at the provider.
    public let maintenances: [Maintenance]
    /// What somebody should look at, though the file is taken.
    public let warnings: [Diagnostic]
    /// How its webhooks are taken; nil for a provider that is only called.
    let hook: Hook?

    /// Bytes of a body unless `receive.max_body` says otherwise.
    static let defaultMaxBody = 1024 * 1024

    /// Name and version, as events carry them, such as `payments@1`.
    public var label: String { "\(name)@\(version)" }

    /// The methods its webhooks may use; none when it takes no webhooks.
    public var methods: Set<String> { hook?.receive.methods ?? [] }

    /// Whether it reads files: those of a watched folder, and those that are imported.
    public var readsFiles: Bool { hook?.receive.file != nil }

    /// Bytes of a webhook's body it takes.
    public var maxBody: Int { hook?.receive.maxBody ?? Self.defaultMaxBody }

    /// How long the keys of its items must be remembered, so that a repetition is known; never less than
    /// ``leastDedupeWindow``.
    public var dedupeWindow: TimeSpan { hook?.receive.dedupeWindow ?? Self.leastDedupeWindow }

    /// For this long keys are remembered at least, and unless `receive.dedupe_window` says longer.
    public static let leastDedupeWindow = TimeSpan.days(30)

    /// What is answered when a webhook cannot be stored now.
    public var overload: OverloadAnswer { hook?.receive.overload ?? OverloadAnswer() }

    /// Reads and checks a `connector.yaml`.
    ///
    /// `name` is what diagnostics call the file.
    ///
    /// Throws everything that is wrong with it at once: YAML syntax, unknown keys, expressions that do not compile,
    /// event types outside the vocabulary, secrets and settings that are used but not declared, fields of another type.
    ///
    /// `fileBeside` gives the text of a file in the same folder, nil for one that cannot be read: schemas and samples that
    /// the connector names, and `tests.yaml`, whose requests are samples too.
    public static func read(
        _ text: String,
        name: String,
        fileBeside: @escaping (String) -> String? = { _ in nil }
    ) throws(Diagnostics) -> Connector {
        let (connector, problems) = draft(text, name: name, fileBeside: fileBeside)
        guard let connector, !problems.hasErrors else { throw problems }
        return connector
    }

    /// As much of a `connector.yaml` as can be read, and everything that is wrong with it.
    ///
    /// A draft with errors must not run; it is for checking what uses it in the same pass. What is wrong with
    /// `tests.yaml` is only warned of, since a connector does its work without it.
    public static func draft(
        _ text: String,
        name: String,
        fileBeside: @escaping (String) -> String? = { _ in nil }
    ) -> (connector: Connector?, problems: Diagnostics) {
        do throws(Diagnostics) {
            let problems = Problems()
            let node = try YAML.parse(text, name: name)
            let connector = ConnectorReader.read(node, problems, fileBeside: fileBeside)
            return (connector, problems.diagnostics)
        } catch {
            return (nil, error)
        }
    }
}

/// The inbound half of a connector: who may send, how a body falls into items, what the items mean.
///
/// A class, so that handing it on for every check counts one reference.
final class Hook: Sendable {
    /// What all of its expressions may read; makes the bindings in which they find it fastest.
    let environment: Environment
    let verify: VerifyPlan
    let receive: ReceivePlan
    let normalize: NormalizePlan
    /// Whether a check or a handshake looks into the decoded body.
    let verifyReadsBody: Bool

    init(environment: Environment, verify: VerifyPlan, receive: ReceivePlan, normalize: NormalizePlan) {
        self.environment = environment
        self.verify = verify
        self.receive = receive
        self.normalize = normalize
        let variables = receive.handshakes.reduce(into: verify.variables) { $0.formUnion($1.variables) }
        verifyReadsBody = !variables.isDisjoint(with: RequestBindings.bodyNames)
    }
}

/// What is answered instead of 2xx while webhooks cannot be stored.
///
/// Never 429: some providers take any 4xx as "never again".
public struct OverloadAnswer: Sendable {
    /// The status code.
    public var status = 503
    /// Seconds for `Retry-After`.
    public var retryAfter = 30
}
