import Core
import Foundation
import Testing

@testable import CEL

@Suite("Bombs", .serialized)
struct BombTests {
    /// Milliseconds of processor time for compiling, and for evaluating; debug builds are some 20 times as slow.
    private static let limit: Double = {
        #if DEBUG
        250
        #else
        10
        #endif
    }()

    /// By how much memory may grow for a moment.
    private static let mebibytes = 16.0

    private static let data: Bindings = {
        let big = String(repeating: "abcdefgh", count: 1 << 17)
        var bindings = everything.bindings()
        bindings["item"] = Value([
            "big": .string(big), "list": .array((0..<20_000).map { .string("abcdefghijkl\($0)") }),
            "maps": .array((0..<2000).map { ["k": .int($0)] }),
        ])
        bindings["body"] = .bytes(Array(big.utf8))
        return bindings
    }()

    @Test("end soon, in little memory", arguments: Bomb.all)
    func ends(_ bomb: Bomb) {
        var cost = Cost.of(bomb, with: Self.data)
        // Another test may have run beside it, or a pattern may have been compiled for the first time.
        for _ in 0..<2 where !cost.isBelow(Self.limit, Self.mebibytes) { cost = Cost.of(bomb, with: Self.data) }
        #expect(cost.isBelow(Self.limit, Self.mebibytes), "\(cost)")
        switch bomb.end {
        case .refused: #expect(!cost.hasCompiled)
        case .budget: #expect(cost.isOverBudget)
        case .soon: #expect(cost.hasCompiled)
        }
    }

    @Test("After some patterns that RE2 refuses, which takes it milliseconds each, no more are tried")
    func refusedPatterns() {
        let text = String(repeating: #"'a'.matches('\\pN{999}') && "#, count: 50) + "true"
        #expect(problems(text).map(\.code) == Array(repeating: "cel-argument", count: 8))
    }

    @Test(
        "What would be far larger written than held is not written",
        arguments: ["lists.range(5000).map(a, item.big)", "lists.range(5000).map(a, body)", Bomb.shared("a9")]
    )
    func written(_ text: String) throws {
        let value = try CEL.Expression.compile(SourceText(text), in: everything).evaluate(Self.data)
        let (isJSON, isTagged) = (value.json != nil, value.tagged != nil)
        #expect(!isJSON && !isTagged)
        #expect(value.error == nil)
    }
}

/// What an expression cost.
///
/// Not its value, which may be far too large to be shown when an expectation fails.
private struct Cost {
    var hasCompiled = true
    var isOverBudget = false
    /// Milliseconds of this thread's processor time.
    var compiling = 0.0
    var evaluating = 0.0
    var mebibytes = 0.0

    static func of(_ bomb: Bomb, with bindings: Bindings) -> Cost {
        var cost = Cost()
        let before = resetPeak()
        let begin = processorTime
        do throws(Diagnostics) {
            let expression = try CEL.Expression.compile(SourceText(bomb.text), in: everything)
            cost.compiling = processorTime - begin
            let value = expression.evaluate(bindings)
            cost.evaluating = processorTime - begin - cost.compiling
            cost.isOverBudget = value.error?.kind == .budget
        } catch {
            cost.compiling = processorTime - begin
            cost.hasCompiled = false
        }
        cost.mebibytes = peak - before
        return cost
    }

    func isBelow(_ milliseconds: Double, _ mebibytes: Double) -> Bool {
        compiling < milliseconds && evaluating < milliseconds && self.mebibytes < mebibytes
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }

    /// Lets the highest resident size begin from now, and tells it.
    private static func resetPeak() -> Double {
        if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
            file.write(Data("5".utf8))
        }
        return peak
    }

    /// The highest resident size in mebibytes (proc(5), `VmHWM`).
    private static var peak: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").compactMap { Double($0) }.first ?? 0) / 1024
    }
}
