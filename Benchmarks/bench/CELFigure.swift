import Core

/// What was measured of one expression, and what it is held against.
struct CELFigure {
    let text: String
    let reference: CELReference
    let nanoseconds: Double
    let compileMicroseconds: Double
    /// Heap allocations of one evaluation; nil when nobody counted.
    let allocations: Double?
    let celCPP: Double
    /// Of this machine against that of the reference.
    let scale: Double

    /// At most 1, aim 0.5: ours against cel-go with its optimiser, as it would be on this machine.
    var ratio: Double { nanoseconds / (reference.optimised * scale) }

    var json: JSON {
        [
            "expression": .string(text), "ns": Self.number(nanoseconds), "compile_us": Self.number(compileMicroseconds),
            "allocations": allocations.map(Self.number) ?? .null, "cel_cpp_ns": Self.number(celCPP),
            "cel_go_optimised_ns": Self.number(reference.optimised * scale),
            "cel_go_limited_ns": Self.number(reference.limited * scale), "ratio": .double(ratio.rounded(to: 3)),
            "reference_ns": [
                "cel_go": .double(reference.plain), "cel_go_optimised": .double(reference.optimised),
                "cel_go_limited": .double(reference.limited), "cel_cpp": .double(reference.celCPP),
            ],
        ]
    }

    /// Cells of a row; ``header`` names them.
    var row: [String] {
        let figures = [nanoseconds, reference.optimised * scale, reference.limited * scale, celCPP]
        return [reference.name] + figures.map { "\(Int($0.rounded()))" }
            + [
                "\(ratio.rounded(to: 2))", allocations.map { "\($0.rounded(to: 1))" } ?? "",
                "\(compileMicroseconds.rounded(to: 1))",
            ]
    }

    static let header = [
        "ns for one evaluation", "ours", "cel-go*", "limited*", "cel-cpp", "ratio", "allocations", "compile µs",
    ]

    private static func number(_ value: Double) -> JSON { .double(value.rounded(to: 1)) }
}
