import CEL
import Core

/// Options that cannot be read.
struct EvalUsage: Error {
    let message: String
}

/// What an expression on the command line may name, with the types that the data shows.
struct EvalInputs {
    private var inputs: [(name: String, value: Value, type: ValueType)] = []
    /// All names, which are ASCII.
    private var names: Set<String> = []

    /// Reads the options; what cannot be read is wrong usage.
    init(document: String?, variables: [String], now: String?) throws(EvalUsage) {
        for variable in variables {
            let (name, json) = try Self.variable(variable)
            bind(name, to: json)
        }
        bind("now", to: try Self.time(now), type: .timestamp)
        guard let document else { return }
        let json = try Self.json(in: document)
        for name in ["json", "body", "item"] { bind(name, to: json) }
        for member in json.object?.members ?? [] where Self.isName(member.name) { bind(member.name, to: member.value) }
    }

    /// Where these inputs may be named.
    func environment(_ dialect: EvalDialect) -> Environment {
        Environment(
            variables: inputs.map(\.name),
            types: Dictionary(inputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first }),
            libraries: dialect.libraries,
            dialect: dialect.numbers
        )
    }

    /// The inputs as an expression of `environment` finds them.
    func bindings(for environment: Environment) -> Bindings {
        var bindings = environment.bindings()
        for input in inputs { bindings[input.name] = input.value }
        return bindings
    }

    /// The first to take a name keeps it.
    private mutating func bind(_ name: String, to value: Value, type: ValueType) {
        if names.insert(name).inserted { inputs.append((name, value, type)) }
    }

    private mutating func bind(_ name: String, to json: JSON) {
        bind(name, to: Value(json), type: ValueType(sample: json))
    }

    private static func variable(_ text: String) throws(EvalUsage) -> (String, JSON) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, isName(parts[0]) else {
            throw EvalUsage(message: "`\(Terminal.safe(text))` is no variable; write for example --var amount=1999")
        }
        do throws(JSONError) {
            return (parts[0], try JSON.parse(parts[1]))
        } catch {
            throw EvalUsage(
                message: "--var \(parts[0]): \(error.reason); a text is written --var '\(parts[0])=\"text\"'"
            )
        }
    }

    private static func time(_ text: String?) throws(EvalUsage) -> Value {
        guard let text else { return Value(SystemClock().now) }
        guard let time = try? Value(tagged: ["type": "timestamp", "value": .string(text)]) else {
            throw EvalUsage(message: "--now must be a time as in RFC 3339, such as 2026-03-02T16:00:00Z")
        }
        return time
    }

    private static func json(in file: String) throws(EvalUsage) -> JSON {
        guard let bytes = FileBytes.read(file == "-" ? "/dev/stdin" : file) else {
            throw EvalUsage(message: "\(Terminal.safe(file)) cannot be read, or has more than 16 MiB")
        }
        do throws(JSONError) {
            return try JSON.parse(bytes)
        } catch {
            throw EvalUsage(message: "\(Terminal.safe(file)) is not JSON: \(error.reason) at byte \(error.offset)")
        }
    }

    /// Whether an expression can name it.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !digits.contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: digits.contains(byte)
            }
        }
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}
