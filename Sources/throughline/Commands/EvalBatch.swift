import ArgumentParser
import CEL
import Core
import Glibc

/// `throughline eval --batch`: one JSON object per line in, one per line out, in the same order.
struct EvalBatch {
    /// Bytes of output that are collected at most.
    private static let collected = 64 * 1024

    /// Unless a line names its own.
    let dialect: EvalDialect
    let budget: Int

    /// Answers every line of standard input.
    ///
    /// Answers leave when many have gathered and before it waits for more input, so that a peer may wait for each.
    func run() throws {
        var input = EvalLines(descriptor: STDIN_FILENO)
        var output: [UInt8] = []
        input.forEach { line in
            answer(to: line).write(to: &output, keepingZero: true)
            output.append(UInt8(ascii: "\n"))
            if output.count >= Self.collected { Self.flush(&output) }
        } rest: {
            Self.flush(&output)
        }
        Self.flush(&output)
        guard !input.hasFailed else {
            Terminal.error("Standard input cannot be read.")
            throw ExitCode.failure
        }
    }

    private func answer(to line: EvalLines.Line) -> JSON {
        do throws(EvalFailure) {
            guard let line else {
                throw EvalFailure(kind: .input, message: "a line of more than \(EvalLines.lineLimit) bytes")
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

    private static func flush(_ output: inout [UInt8]) {
        Terminal.bytes(output)
        output.removeAll(keepingCapacity: true)
    }
}
