import Connectors
import Core

extension CallReport {
    /// Bytes of a body that a person is shown.
    private static let shownBytes = 4096

    /// Requests and replies as they are, one after the other.
    var text: String {
        (steps.map(text) + [outcome.map(text)].compactMap(\.self)).joined(separator: "\n\n")
    }

    private func text(_ step: CallStep) -> String {
        let title = step.kind == .action ? "\(step.name):" : "\(step.kind.rawValue) \(step.name):"
        let request = "\(step.call.method) \(redaction.shown(step.call.url))"
        var lines = [title, "  \(Terminal.safe(request))"] + shown(step.call.headers, redaction.shown(step.call.body))
        if step.call.identity != nil { lines.append("  (with a certificate of ours)") }
        if let reply = step.reply {
            lines += ["", "  \(reply.status)"] + shown(reply.headers, redaction.body(of: reply, to: step))
        }
        if let failure = step.failure { lines += ["", "  no reply: \(failure)"] }
        return lines.joined(separator: "\n")
    }

    private func shown(_ headers: [(name: String, value: String)], _ body: [UInt8]) -> [String] {
        let head = headers.map { "  \($0.name): \(Terminal.safe(redaction.shown($0.value, ofHeader: $0.name)))" }
        guard !body.isEmpty else { return head }
        guard String(validating: body, as: UTF8.self) != nil else { return head + ["", "  (\(body.count) bytes)"] }
        let text = String(decoding: body.prefix(Self.shownBytes), as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let cut = body.count > Self.shownBytes ? ["  (… \(body.count) bytes in all)"] : []
        return head + [""] + lines.map { "  \(Terminal.safe(String($0)))" } + cut
    }

    private func text(_ outcome: ActionOutcome) -> String {
        switch outcome {
        case .accepted(let providerID, let result):
            let id = providerID.map { ["provider_message_id: \($0)"] } ?? []
            let fields = id + result.members.map { "\($0.name): \($0.value.string ?? $0.value.text)" }
            return (["accepted"] + fields.map { "  \(Terminal.safe(redaction.shown($0)))" }).joined(separator: "\n")
        case .refused(let code, let message, let retryAfter, let isPermanent):
            let wait = retryAfter.map { "after \($0.microseconds / 1_000_000) s" } ?? "later"
            let next = isPermanent ? "for good" : "may be tried again \(wait)"
            return Terminal.safe("refused \(code): \(redaction.shown(message)) (\(next))")
        case .unknown(let code): return Terminal.safe("unknown \(code): nobody can tell whether it was accepted")
        case .reauth: return "reauth: the credentials were not taken"
        }
    }
}
