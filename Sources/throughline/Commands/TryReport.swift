import Connectors
import Core

/// What a connector makes of one request, step by step.
struct TryReport {
    private let question: TryQuestion
    private let trial: Trial
    private let steps: [StepTrace]

    init(_ question: TryQuestion) {
        self.question = question
        trial = question.input.trial(of: question.source)
        steps = question.input.trace(of: question.source)
    }

    /// Whether the request is believed and could be read.
    var isGood: Bool { trial.isVerified && trial.failure == nil }

    /// What a batch answers, with `steps` and `items` (the key of each, and how many events it yields).
    var json: JSON {
        var object = trial.json.object ?? [:]
        object["steps"] = .array(steps.map(\.json))
        object["items"] = .array(
            trial.items.map { ["key": .string($0.key), "events": .int(Int64($0.events.count))] }
        )
        return .object(object)
    }

    /// Lines for a person.
    var text: String {
        let webhook = question.input.webhook
        let address = webhook.url.prefix { $0 != "?" }
        let head = "\(webhook.method) \(address) with \(webhook.body.count) bytes at \(question.input.now)"
        let lines = [head, ""] + verification + ["", answer] + items
        return lines.map { Terminal.safe($0) }.joined(separator: "\n")
    }

    private var verification: [String] {
        if question.input.skipsVerification { return ["Not verified, as --skip-verify says."] }
        let steps = steps.enumerated().flatMap { StepText(number: $0.offset + 1, step: $0.element).lines }
        return steps + [trial.isVerified ? "Verified: \(trial.reason)." : "Refused: \(trial.reason).\(advice)"]
    }

    /// What is wrong more often than a provider's signature.
    private var advice: String {
        let body = question.input.webhook.body
        guard body.last == 0x0A, trial.reason == "bad_signature" else { return "" }
        return " The body ends in a line break: did an editor add it?"
    }

    private var answer: String {
        let type = trial.answer.contentType.map { ", \($0)" } ?? ""
        let body = trial.answer.body.isEmpty ? "" : ": \(String(decoding: trial.answer.body, as: UTF8.self))"
        let call = trial.call.map { ", after a call of \($0)" } ?? ""
        let capture = trial.capture.map { ", after the secret `\($0)` is kept" } ?? ""
        return "Answer: \(trial.answer.status)\(type)\(body)\(call)\(capture)"
    }

    private var items: [String] {
        let items = trial.items.enumerated().flatMap { index, item in
            let isRead = trial.failure == nil || index < trial.items.count - 1
            let ignored = item.isWaiting ? waiting(item) : "  ignored: no rule takes it, or one says so"
            let nothing = isRead ? ignored : "  cannot be read"
            return ["Item \(index), key \(item.key)"] + (item.events.isEmpty ? [nothing] : item.events.flatMap(fields))
        }
        return items + (trial.failure.map { ["It cannot be read: \($0)"] } ?? [])
    }

    private func waiting(_ item: TrialItem) -> String {
        "  waits for `\(item.awaits?["action"]?.string ?? "")`: give its result as `full`"
    }

    /// The type, then a line per field.
    private func fields(_ event: Event) -> [String] {
        let members = event.flat.members.filter { $0.name != "type" }
        let width = members.map(\.name.count).max() ?? 0
        return ["  \(event.type)"]
            + members.map { member in
                let padding = String(repeating: " ", count: width - member.name.count)
                return "    \(member.name)\(padding)  \(member.value.string ?? member.value.text)"
            }
    }
}

/// One verify step.
private struct StepText {
    /// Bytes of a content that are shown.
    private static let shownBytes = 512
    private static let columns = 32

    let number: Int
    let step: StepTrace

    var lines: [String] {
        let place = step.line.map { " (line \($0))" } ?? ""
        return ["Step \(number)\(place): \(step.kind): \(step.outcome.word)"] + step.notes.flatMap(lines)
    }

    private func lines(_ note: StepTrace.Note) -> [String] {
        let label = note.label + String(repeating: " ", count: max(0, 9 - note.label.count))
        return ["  \(label) \(note.text)"] + (note.bytes.map(dump) ?? [])
    }

    /// Rows of hex, then the text.
    private func dump(_ bytes: [UInt8]) -> [String] {
        let shown = Array(bytes.prefix(Self.shownBytes))
        let rows = stride(from: 0, to: shown.count, by: Self.columns).map { start in
            "    \(Hex.encode(Array(shown[start..<min(start + Self.columns, shown.count)])))"
        }
        let rest = bytes.count > shown.count ? ["    … and \(bytes.count - shown.count) bytes more"] : []
        return rows + ["    \(String(decoding: shown, as: UTF8.self))"] + rest
    }
}
