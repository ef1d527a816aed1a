import CEL
import Core

/// `throughline eval --batch`: one JSON object per line in, one per line out, in the same order.
struct EvalBatch {
    /// Unless a line names its own.
    let dialect: EvalDialect
    let budget: Int

    /// Answers every line of standard input.
    func run() throws {
        try InputBatch.run(answer)
    }

    private func answer(to line: InputLines.Line) -> JSON {
        do throws(EvalFailure) {
            guard let line else {
                throw EvalFailure(kind: .input, message: "a line of more than \(InputLines.lineLimit) bytes")
            }
            return try EvalCase(try json(line), dialect: dialect).answer(budget: budget)
        } catch {
            return error.json
        }
    }

    private func json(_ line: [UInt8]) throws(EvalFailure) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(line, keepingZero: true)
        } catch {
            let place = SourcePlace(line: 1, column: error.offset + 1)
            throw EvalFailure(kind: .input, place: place, message: "not JSON: \(error.reason)")
        }
    }
}
