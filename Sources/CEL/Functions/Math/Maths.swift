extension Library {
    /// `math.greatest math.least math.abs math.ceil …`.
    static let math: [Function] = [
        extreme("math.greatest", sign: 1),
        extreme("math.least", sign: -1),
        Function("math.abs(int) -> int", "math.abs(uint) -> uint", "math.abs(double) -> double") {
            MathFunctions.magnitude($0)
        },
        Function("math.sign(int) -> int", "math.sign(uint) -> uint", "math.sign(double) -> double") {
            MathFunctions.sign($0)
        },
        Function("math.ceil(double) -> double") { MathFunctions.real($0) { .double($0.rounded(.up)) } },
        Function("math.floor(double) -> double") { MathFunctions.real($0) { .double($0.rounded(.down)) } },
        Function("math.trunc(double) -> double") { MathFunctions.real($0) { .double($0.rounded(.towardZero)) } },
        Function("math.round(double) -> double") {
            MathFunctions.real($0) { .double($0.rounded(.toNearestOrAwayFromZero)) }
        },
        Function("math.isNaN(double) -> bool") { MathFunctions.real($0) { .bool($0.isNaN) } },
        Function("math.isInf(double) -> bool") { MathFunctions.real($0) { .bool($0.isInfinite) } },
        Function("math.isFinite(double) -> bool") { MathFunctions.real($0) { .bool($0.isFinite) } },
        Function("math.sqrt(double|int|uint) -> double") { MathFunctions.root($0) },
    ]

    private static func extreme(_ name: String, sign: Int) -> Function {
        Function(
            "\(name)(int, int...) -> int",
            "\(name)(uint, uint...) -> uint",
            "\(name)(double, double...) -> double",
            "\(name)(list(int)) -> int",
            "\(name)(list(uint)) -> uint",
            "\(name)(list(double)) -> double",
            "\(name)(dyn, dyn...) -> dyn"
        ) { MathFunctions.extreme($0, sign: sign) }
    }
}

/// The number functions.
enum MathFunctions {
    static func real(_ call: Call, _ apply: (Double) -> Value) -> Value {
        guard case .double(let number) = call[0] else { return call.noOverload }
        return apply(number)
    }

    static func root(_ call: Call) -> Value {
        switch call[0] {
        case .int(let number): .double(Double(number).squareRoot())
        case .uint(let number): .double(Double(number).squareRoot())
        default: real(call) { .double($0.squareRoot()) }
        }
    }

    /// The greatest (sign 1) or least (sign -1) of the arguments, or of the one list given.
    static func extreme(_ call: Call, sign: Int) -> Value {
        var numbers = call.arguments
        if call.count == 1, case .list(let elements) = call[0] {
            guard !elements.isEmpty else { return call.invalid("an empty list") }
            guard call.charge(elements.count) else { return call.overBudget }
            numbers = elements
        }
        guard numbers.allSatisfy(\.isNumber), var best = numbers.first else { return call.noOverload }
        for number in numbers.dropFirst() {
            if let order = Number.order(number, best), order == sign { best = number }
        }
        return best
    }

    static func magnitude(_ call: Call) -> Value {
        switch call[0] {
        case .int(let number):
            number == .min ? call.fail(.overflow, "an integer beyond 64 bits") : .int(number < 0 ? -number : number)
        case .uint: call[0]
        case .double(let number): .double(number.magnitude)
        default: call.noOverload
        }
    }

    static func sign(_ call: Call) -> Value {
        switch call[0] {
        case .int(let number): .int(number.signum())
        case .uint(let number): .uint(number.signum())
        case .double(let number): .double(number > 0 ? 1 : number < 0 ? -1 : number)
        default: call.noOverload
        }
    }
}

extension Value {
    /// Whether it is an int, uint or double.
    fileprivate var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }
}
