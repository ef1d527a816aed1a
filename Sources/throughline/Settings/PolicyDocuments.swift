import Core
import Crypto
import Policy
import YAML

/// What compliance wrote, gathered from `config.yaml` and the files it includes.
///
/// The top-level key says the kind; `templates` and `playbooks` of several files add up, everything else stands once.
struct PolicyDocuments {
    let problems: Problems
    private var policy: MappingReader?
    private var plan = PlanDocuments()
    private var texts: [String] = []
    private(set) var outline = Outline()

    init(problems: Problems) {
        self.problems = problems
    }

    /// Takes the policy's parts out of one document.
    mutating func take(_ reader: MappingReader, text: String) {
        texts.append(text)
        note(reader.node)
        if reader.has("playbook") { return plan.playbooks.append(reader.node) }
        if let found = reader.nested("policy") { keep(&policy, found, "policy", reader) }
        if let found = reader.optional("personas") { keep(&plan.personas, found, "personas", reader) }
        if let found = reader.optional("routing") { keep(&plan.routing, found, "routing", reader) }
        plan.templates += reader.mapping("templates")
        plan.playbooks += reader.list("playbooks")
    }

    private mutating func note(_ document: Node) {
        let written = document["playbook"] == nil ? document["playbooks"]?.elements ?? [] : [document]
        for node in written { outline.add(.playbooks, node["playbook"]?.scalar?.text ?? "", node) }
        outline.add(.templates, document["templates"]?.entries ?? [])
        for kind in [.personas, .routing] as [Outline.Kind] {
            if let node = document[kind.rawValue] { outline.add(kind, kind.rawValue, node) }
        }
        outline.add(.policy, document["policy"]?.entries ?? [])
    }

    /// Whether there is a section `policy` in some file.
    var hasPolicy: Bool { policy != nil }

    /// Everything compiled, and the plan as it is written.
    func compile() -> (book: PolicyBook, plan: Plan) {
        let (rules, zones, digest) = readPolicy()
        let unknownLocation = policy?.choice("unknown_location", UnknownLocation.self) ?? .us50
        policy?.finish()
        let plan = plan.compile(problems)
        let gate = Gate(
            rules: rules,
            digest: digest,
            zones: zones,
            geography: .bundled,
            unknownLocation: unknownLocation
        )
        let book = PolicyBook(
            gate: gate,
            personas: plan.personas,
            routing: plan.routing,
            playbooks: plan.playbooks,
            templates: plan.templates
        )
        return (book, plan)
    }

    private func readPolicy() -> (rules: [Rule], zones: ZoneDatabase, digest: String) {
        var rules: [Rule] = []
        var digested = texts
        for name in policy?.texts("packs") ?? [] {
            guard let text = RulePack.text(name.text) else {
                let hint = Suggestion.hint(for: name.text, in: RulePack.names)
                problems.add("unknown-pack", "no rule pack is called `\(name.text)`", hint: hint, at: name)
                continue
            }
            do throws(Diagnostics) {
                rules += try RulePack.load(name.text)
                digested.append(text)
            } catch {
                problems.add(error)
            }
        }
        for node in policy?.list("rules") ?? [] {
            guard let rule = Rule.read(node, problems) else { continue }
            if rules.contains(where: { $0.id == rule.id }) {
                problems.add("duplicate-rule", "two rules are called `\(rule.id)`", at: node)
            }
            rules.append(rule)
        }
        let directory = policy?.string("zoneinfo") ?? "/usr/share/zoneinfo"
        let zones = ZoneDatabase(directory: directory)
        if zones.zone("America/New_York") == nil, let policy {
            problems.add(
                "no-zones",
                "no time zone data in \(directory)",
                hint: "install the package tzdata",
                at: policy.node
            )
        }
        return (rules, zones, digest(of: digested))
    }

    private func digest(of texts: [String]) -> String {
        var hash = SHA256()
        for text in texts { hash.update(data: Array(text.utf8) + [0]) }
        return "sha256:" + Hex.encode(hash.finalize())
    }

    private func keep<Part>(_ place: inout Part?, _ found: Part, _ key: String, _ reader: MappingReader) {
        if place != nil, let written = reader.key(key) {
            problems.add("duplicate-key", "`\(key)` stands in another file too", at: written)
        }
        place = found
    }
}
