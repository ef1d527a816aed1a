import Core
import Testing

@testable import CEL

@Suite("Hosts")
struct HostTests {
    private struct Facts: Sendable { let count: Int64 }

    private static let library = Library([
        Function("events", arity: 1...2) { call in
            guard let facts = call.context as? Facts else { return call.fail(.unavailable, "no facts here") }
            return .int(facts.count + Int64(call.count))
        },
        Function("hungry", arity: 1, form: .both) { call in call.charge(1_000_000) ? .null : call.overBudget },
        Function("policy.limit", arity: 0) { _ in .int(7) },
    ])

    private let environment = Environment(variables: ["item"], libraries: [.standard, HostTests.library])

    private func value(_ text: String, _ context: (any Sendable)? = nil) throws -> Value {
        var bindings = Bindings()
        bindings["item"] = .int(1)
        bindings.context = context
        return try Expression.compile(SourceText(text), in: environment).evaluate(bindings)
    }

    @Test("Functions reach what the host lent") func context() throws {
        #expect(try value("events('a', '30d') + events('b')", Facts(count: 40)).json == 83)
        #expect(try value("events('a')").error?.kind == .unavailable)
        #expect(try value("1 + events('a')").error?.offset == 4)
    }

    @Test("Functions charge the budget") func charge() throws {
        #expect(try value("item.hungry() == null || true").error?.kind == .budget)
    }

    @Test("A name may have dots, and is called with an error by nobody") func names() throws {
        #expect(try value("policy.limit()").json == 7)
        #expect(try value("hungry(1 / 0)").error?.kind == .divisionByZero)
    }

    @Test("One compiled expression serves many tasks")
    func concurrency() async throws {
        let expression = try Expression.compile(SourceText("[1, 2, 3].map(x, x * item)"), in: environment)
        let environment = environment
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    var bindings = environment.bindings()
                    bindings["item"] = .int(Int64(number))
                    return expression.evaluate(bindings) == .list([1, 2, 3].map { .int($0 * Int64(number)) })
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("Bindings keep to what was bound last") func bindings() {
        var bindings = environment.bindings()
        bindings["item"] = .int(1)
        bindings["other"] = .int(2)
        bindings["other"] = .int(3)
        #expect(bindings["item"]?.json == 1 && bindings["other"]?.json == 3)
        bindings["other"] = nil
        #expect(bindings["other"] == nil)
    }
}
