import ArgumentParser
import Core
import Foundation

/// Counts heap allocations; runs in a process of its own, with `Benchmarks/allocations.c` preloaded.
struct CELAllocations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel-allocations",
        abstract: "Prints the allocations of one evaluation of each expression, as a JSON array."
    )

    private static let evaluations = 1000

    @Option(help: "The expressions.") var cases = "Tests/Data/cel_bench.json"

    func run() throws {
        let allocations = try Self.counter()
        let counts = try CELCase.all(in: cases).map { subject in
            for _ in 0..<Self.evaluations { subject.evaluate() }
            let begin = allocations()
            for _ in 0..<Self.evaluations { subject.evaluate() }
            return Double(allocations() - begin) / Double(Self.evaluations)
        }
        print(JSON.array(counts.map { .double($0.rounded(to: 2)) }).text)
    }

    private static func counter() throws -> () -> UInt64 {
        typealias Counter = @convention(c) () -> UInt64
        guard let symbol = dlsym(nil, "throughline_allocations") else {
            throw BenchFailure("nothing counts allocations here: preload Benchmarks/allocations.c")
        }
        let counter = unsafeBitCast(symbol, to: Counter.self)
        return { counter() }
    }

    /// Counts in a child of this program.
    static func count(cases: String, counting library: String) throws -> [Double] {
        let output = try Tool.output(
            of: [CommandLine.arguments[0], "cel-allocations", "--cases", cases],
            environment: ["LD_PRELOAD": URL(filePath: library).absoluteURL.path]
        )
        return try JSON.parse(output).array?.compactMap(\.number) ?? []
    }
}
