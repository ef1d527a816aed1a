import Connectors
import Core

/// `throughline connector try --batch`: one request per line in, what its connector makes of it per line out.
struct ConnectorBatch {
    /// Why a line has no answer.
    private struct Failure: Error {
        enum Kind: String {
            /// The line itself cannot be read.
            case input
            /// There is no such connector, or it is refused.
            case connector
        }

        let kind: Kind
        let message: String
        var problems = Diagnostics()

        var json: JSON {
            var error: JSONObject = ["kind": .string(kind.rawValue), "message": .string(message)]
            if !problems.all.isEmpty { error["problems"] = .array(problems.sorted.map(\.json)) }
            return ["error": .object(error)]
        }
    }

    let folder: ConnectorFolder

    /// Answers every line of standard input; a connector is compiled once.
    func run() throws {
        var drafts: [String: ConnectorFolder.Draft?] = [:]
        try InputBatch.run { line in
            do throws(Failure) {
                return try answer(to: line, &drafts)
            } catch {
                return error.json
            }
        }
    }

    private func answer(
        to line: InputLines.Line,
        _ drafts: inout [String: ConnectorFolder.Draft?]
    ) throws(Failure) -> JSON {
        let json = try json(line)
        guard let name = json["connector"]?.string else {
            throw Failure(kind: .input, message: "`connector` must be a text")
        }
        let input = try input(json)
        let draft = drafts[name] ?? folder.draft(name)
        drafts[name] = .some(draft)
        return input.trial(of: input.source(of: try runnable(draft, name))).json
    }

    private func json(_ line: InputLines.Line) throws(Failure) -> JSON {
        guard let line else {
            throw Failure(kind: .input, message: "a line of more than \(InputLines.lineLimit) bytes")
        }
        do throws(JSONError) {
            return try JSON.parse(line)
        } catch {
            throw Failure(kind: .input, message: "not JSON: \(error.reason) at byte \(error.offset)")
        }
    }

    private func input(_ json: JSON) throws(Failure) -> TrialInput {
        do throws(TrialInput.Failure) {
            return try TrialInput(json, now: SystemClock().now)
        } catch {
            throw Failure(kind: .input, message: error.message)
        }
    }

    private func runnable(_ draft: ConnectorFolder.Draft?, _ name: String) throws(Failure) -> Connector {
        guard let draft else {
            let hint = folder.hint(for: name).map { " (\($0))" } ?? ""
            throw Failure(kind: .connector, message: "no connector is called `\(name)`\(hint)")
        }
        guard let connector = draft.runnable else {
            let message = draft.problems.sorted.first { $0.severity == .error }?.message ?? "it cannot be read"
            throw Failure(kind: .connector, message: message, problems: draft.problems)
        }
        return connector
    }
}
