import ArgumentParser
import Core
import Glibc

/// What every `--batch` does: one JSON object per line of standard input, one per line of output, in the same order.
enum InputBatch {
    /// Bytes of output that are collected at most.
    private static let collected = 64 * 1024

    /// Answers every line of standard input.
    ///
    /// Answers leave when many have gathered and before it waits for more input, so that a peer may wait for each.
    static func run(_ answer: (InputLines.Line) -> JSON) throws {
        var input = InputLines(descriptor: STDIN_FILENO)
        var output: [UInt8] = []
        input.forEach { line in
            answer(line).write(to: &output, keepingZero: true)
            output.append(UInt8(ascii: "\n"))
            if output.count >= collected { flush(&output) }
        } rest: {
            flush(&output)
        }
        flush(&output)
        guard !input.hasFailed else {
            Terminal.error("Standard input cannot be read.")
            throw ExitCode.failure
        }
    }

    private static func flush(_ output: inout [UInt8]) {
        Terminal.bytes(output)
        output.removeAll(keepingCapacity: true)
    }
}
