import Connectors
import Core
import Pipeline

/// Looks at one source: its secrets, how the world reaches it, and how it reaches its provider.
struct SourceDoctor: Sendable {
    let source: Source
    let server: Settings.Server
    let clock: any WallClock
    /// Nil where nobody may be called.
    let transport: (any HTTPTransport)?

    /// Everything about it.
    func findings() async -> [Finding] {
        var findings = Findings("source \(source.name) (\(source.connector.label))")
        addSecrets(to: &findings)
        addReach(to: &findings)
        addFolder(to: &findings)
        await addDestinations(to: &findings)
        return findings.all
    }

    private func addSecrets(to findings: inout Findings) {
        let found = source.secretFindings(at: clock.now)
        for finding in found {
            let verdict: Finding.Verdict = finding.isError ? .problem : .warning
            findings.add("secret \(finding.secret)", verdict, finding.message, hint: finding.hint)
        }
        let missing = source.missingSecrets
        let good = source.connector.secrets.filter { name in
            !missing.contains(name) && !found.contains { $0.secret == name }
        }
        if !good.isEmpty { findings.add("secrets", .fine, good.joined(separator: ", ")) }
    }

    /// How webhooks find us.
    private func addReach(to findings: inout Findings) {
        let hook = "/hooks/\(source.name)"
        let callers = source.connector.actionsWithCallback
        let isNeeded = source.connector.verifiesURL || !callers.isEmpty
        if server.publicURL == nil, isNeeded, !isPlayedHere {
            let what = source.connector.verifiesURL ? "its signatures are over the URL" : "it reports to us"
            let hint = "add `server: {public_url: https://HOST}`, as the provider calls it"
            findings.add("public_url", .problem, "is not given, and \(what)", hint: hint)
        } else if !source.connector.methods.isEmpty {
            let shown = server.publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? ""
            findings.add(
                "webhooks",
                .fine,
                "\(source.connector.methods.sorted().joined(separator: ", ")) \(shown)\(hook)"
            )
        }
    }

    /// Whether the provider is played on this machine, where the address that is bound will do.
    private var isPlayedHere: Bool { source.baseURL.flatMap(WebAddress.init)?.isLoopback ?? false }

    private func addFolder(to findings: inout Findings) {
        guard let folder = source.folder else { return }
        let place = Place(folder.path)
        if place.isWritable {
            findings.add("folder", .fine, folder.path)
        } else {
            let hint = "it must be there, and whoever runs the daemon must be able to move files out of it"
            findings.add("folder", .problem, "\(folder.path) cannot be written", hint: hint)
        }
    }

    private func addDestinations(to findings: inout Findings) async {
        for destination in source.destinations(at: clock.now) {
            let check = "reaches \(destination.origin)"
            guard let transport else {
                findings.add(check, .skipped, "for \(destination.purpose)")
                continue
            }
            let answer = await Reachability(transport: transport, clock: clock).ask(destination)
            findings.add(check, answer.verdict, answer.message, hint: answer.hint)
        }
    }
}
