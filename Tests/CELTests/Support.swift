import Core

@testable import CEL

/// What the tables below speak about.
let payload: JSON = [
    "item": [
        "id": "evt_1", "type": "payment.succeeded", "amount": 1999, "rate": 2, "note": nil,
        "tags": ["live", "eu"], "customer": ["name": "Zoë", "state": "MA"], "large": 820_982_911_946_154_508,
    ],
    "headers": ["content-type": "application/json"],
]

/// An environment with everything.
let everything = Environment(variables: ["item", "headers", "body", "unbound"], libraries: [.standard, .text])

/// The specification's dialect.
let strict = Environment(variables: ["item", "headers"], libraries: [.standard], dialect: .cel)

/// Bindings of the payload.
func bindings(for environment: Environment = everything) -> Bindings {
    var bindings = environment.bindings()
    for member in payload.object?.members ?? [] { bindings[member.name] = Value(member.value) }
    bindings["body"] = .bytes(Array("a=1&b=x+y&a=%C3%BC".utf8))
    return bindings
}

/// The value of an expression.
func evaluate(_ text: String, in environment: Environment = everything, budget: Int = 100_000) throws -> Value {
    try Expression.compile(SourceText(text), in: environment).evaluate(bindings(for: environment), budget: budget)
}

/// The problems of an expression that does not compile.
func problems(_ text: String, in environment: Environment = everything) -> [Diagnostic] {
    do throws(Diagnostics) {
        _ = try Expression.compile(SourceText(text), in: environment)
        return []
    } catch {
        return error.sorted
    }
}
