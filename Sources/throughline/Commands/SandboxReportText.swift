import Core

/// What the sandbox providers accepted, for a person.
struct SandboxReportText {
    let report: JSON

    var text: String {
        let sources = report["sources"]?.object?.members ?? []
        guard !sources.isEmpty else { return "Nothing was accepted yet." }
        return sources.map { source in
            let accepted = source.value["accepted"]?.array ?? []
            let lines = accepted.map { "  " + Terminal.safe($0.text) }
            return (["\(source.name): \(accepted.count) accepted"] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
