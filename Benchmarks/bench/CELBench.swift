import ArgumentParser
import Core
import Foundation

/// The expression engine beside cel-go's figures of another machine, scaled by what cel-cpp needs on both.
struct CELBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel",
        abstract: "Measures the expression engine."
    )

    /// Compiling an expression takes less.
    private static let compileBar = 50.0

    @Option(help: "The expressions.") var cases = "Tests/Data/cel_bench.json"
    @Option(help: "A Python with cel-expr-python.") var python = ".venv-bench/bin/python"
    @Option(help: "What measures cel-cpp.") var peer = "Benchmarks/cel_cpp.py"
    @Option(help: "The library that counts allocations.") var counter = ".build/allocations.so"
    @Option(help: "Write the figures here as JSON.") var json: String?
    @Option(help: "Rounds of 20 ms, of which the median counts.") var rounds = 15

    func run() throws {
        let peer = try CELPeer.measure(python: python, script: peer)
        let figures = try figures(beside: peer)
        print(table(figures, peer))
        if let json { try FigureFile.write(report(figures, peer), to: json) }
    }

    private func figures(beside peer: CELPeer) throws -> [CELFigure] {
        let subjects = try CELCase.all(in: cases)
        let allocations = try CELAllocations.count(cases: cases, counting: counter)
        let counts = [subjects.count, peer.nanoseconds.count, allocations.count]
        guard counts.allSatisfy({ $0 == CELReference.all.count }) else {
            throw BenchFailure("\(counts) expressions, but figures of \(CELReference.all.count) to compare with")
        }
        return subjects.enumerated().map { place, subject in
            CELFigure(
                text: subject.source.text,
                reference: CELReference.all[place],
                nanoseconds: Stopwatch.nanoseconds(rounds: rounds) { subject.evaluate() },
                compileMicroseconds: Stopwatch.nanoseconds(rounds: rounds) { subject.compile() } / 1000,
                allocations: allocations[place],
                celCPP: peer.nanoseconds[place],
                scale: peer.scale
            )
        }
    }

    private func table(_ figures: [CELFigure], _ peer: CELPeer) -> String {
        let title = "\(Machine.cpu), \(Machine.cores) cores; cel-expr-python \(peer.version)"
        let scale = peer.scale.rounded(to: 3)
        let note = """
            * optimised, and with cost limit and interrupt: as measured elsewhere, times \(scale), the median over the
              expressions of what cel-cpp takes here and took there
            """
        let rows = Table.aligned([CELFigure.header] + figures.map(\.row))
        return ([title, rows, note] + verdict(figures)).joined(separator: "\n")
    }

    private func verdict(_ figures: [CELFigure]) -> [String] {
        let slow = figures.filter { $0.ratio > 1 }.map(\.reference.name)
        let late = figures.filter { $0.compileMicroseconds >= Self.compileBar }.map(\.reference.name)
        return [
            "slower than optimised cel-go: \(slow.isEmpty ? "none" : slow.joined(separator: ", "))",
            "more than \(Int(Self.compileBar)) µs to compile: \(late.isEmpty ? "none" : late.joined(separator: ", "))",
        ]
    }

    private func report(_ figures: [CELFigure], _ peer: CELPeer) -> JSON {
        [
            "machine": Machine.json, "cel_expr_python": .string(peer.version),
            "scale": .double(peer.scale.rounded(to: 3)),
            "greatest_ratio": .double((figures.map(\.ratio).max() ?? 0).rounded(to: 3)),
            "median_ratio": .double(figures.map(\.ratio).median.rounded(to: 3)),
            "slowest_compile_us": .double((figures.map(\.compileMicroseconds).max() ?? 0).rounded(to: 1)),
            "expressions": .array(figures.map(\.json)),
        ]
    }
}
