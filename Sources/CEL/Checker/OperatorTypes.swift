/// What the operators take, beyond equality and `in`, which take more than a table can say.
enum OperatorTypes {
    static func signatures(of operation: BinaryOperator, in dialect: Dialect) -> [Signature] {
        (dialect == .cel ? strict : mixing)[operation] ?? []
    }

    private static let strict: [BinaryOperator: [Signature]] = [
        .add: sums, .subtract: differences, .multiply: products, .divide: products, .modulo: remainders, .less: orders,
        .lessOrEqual: orders, .greater: orders, .greaterOrEqual: orders,
    ]

    /// Also what the house's own dialect takes of different numbers.
    private static let mixing = strict.merging(
        [
            .add: mixed, .subtract: mixed, .multiply: mixed, .divide: mixed, .less: mixedOrders,
            .lessOrEqual: mixedOrders, .greater: mixedOrders, .greaterOrEqual: mixedOrders,
        ],
        uniquingKeysWith: +
    )

    static let negation = table(["int -> int", "double -> double"])

    private static let products = table(["int, int -> int", "uint, uint -> uint", "double, double -> double"])
    private static let remainders = table(["int, int -> int", "uint, uint -> uint"])
    private static let sums =
        products
        + table([
            "string, string -> string", "bytes, bytes -> bytes", "list(A), list(A) -> list(A)",
            "timestamp, duration -> timestamp", "duration, timestamp -> timestamp",
            "duration, duration -> duration",
        ])
    private static let differences =
        products
        + table([
            "timestamp, timestamp -> duration", "timestamp, duration -> timestamp", "duration, duration -> duration",
        ])
    private static let mixed = table(["int|uint, double -> double", "double, int|uint -> double"])
    private static let orders = table([
        "int, int -> bool", "uint, uint -> bool", "double, double -> bool", "string, string -> bool",
        "bool, bool -> bool", "bytes, bytes -> bool", "timestamp, timestamp -> bool", "duration, duration -> bool",
    ])
    private static let mixedOrders = table([
        "int, uint|double -> bool", "uint, int|double -> bool", "double, int|uint -> bool",
    ])

    private static func table(_ rows: [String]) -> [Signature] {
        rows.flatMap { row in
            let halves = row.split(separator: " -> ")
            return SignatureReader.signatures(of: "operator(\(halves[0])) -> \(halves[1])")
        }
    }
}
