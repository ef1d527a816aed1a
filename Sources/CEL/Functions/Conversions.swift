import Core

extension Library {
    /// `int uint double string bytes bool type dyn size`.
    static let conversions: [Function] = [
        Function("int(int|uint|double|string|timestamp) -> int") { Conversion.int($0) },
        Function("uint(uint|int|double|string) -> uint") { Conversion.uint($0) },
        Function("double(double|int|uint|string) -> double") { Conversion.double($0) },
        Function("string(string|bool|int|uint|double|bytes|timestamp|duration|net.IP|net.CIDR) -> string") {
            Conversion.string($0)
        },
        Function("bytes(bytes|string) -> bytes") { Conversion.bytes($0) },
        Function("bool(bool|string) -> bool") { Conversion.bool($0) },
        Function("dyn(A) -> dyn") { $0.untouched(0) },
        Function("type(A) -> type") { .type($0[0].typeName) },
        Function(
            "size(string|bytes|list(A)|map(A, B)) -> int",
            "string|bytes|list(A)|map(A, B).size() -> int"
        ) { Conversion.size($0) },
    ]
}

/// The conversion functions.
enum Conversion {
    static func int(_ call: Call) -> Value {
        switch call[0] {
        case .int: call[0]
        case .uint(let number): Int64(exactly: number).map(Value.int) ?? outside(call)
        case .double(let number): whole(number, call)
        case .string(let text): read(text, call) { Int64($0).map(Value.int) }
        case .timestamp(let time): .int(time.seconds)
        case .wide, .bool, .null, .bytes, .list, .map, .duration, .address, .network, .optional, .type, .error:
            call.noOverload
        }
    }

    /// The bounds are exclusive: -2^63 as a double may stand for a number below it.
    private static func whole(_ number: Double, _ call: Call) -> Value {
        guard number > -0x1p63, number < 0x1p63 else { return outside(call) }
        return .int(Int64(number))
    }

    static func uint(_ call: Call) -> Value {
        switch call[0] {
        case .uint: return call[0]
        case .int(let number): return UInt64(exactly: number).map(Value.uint) ?? outside(call)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { return outside(call) }
            return .uint(UInt64(number))
        case .string(let text): return read(text, call) { UInt64($0).map(Value.uint) }
        default: return call.noOverload
        }
    }

    static func double(_ call: Call) -> Value {
        switch call[0] {
        case .double: call[0]
        case .int(let number): .double(Double(number))
        case .uint(let number): .double(Double(number))
        case .string(let text): read(text, call) { double($0).map(Value.double) }
        default: call.noOverload
        }
    }

    private static func read(_ text: Text, _ call: Call, _ value: (String) -> Value?) -> Value {
        guard call.evaluation.charge(reading: 4 * text.byteCount) else { return call.overBudget }
        return value(text.string) ?? unreadable(call)
    }

    /// A decimal number, `NaN`, `Infinity` or `-Infinity`.
    private static func double(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return Double(text)
    }

    static func string(_ call: Call) -> Value {
        if case .string = call[0] { return call[0] }
        if case .bytes(let bytes) = call[0] {
            guard call.evaluation.charge(copying: bytes.count) else { return call.overBudget }
            return String(validating: bytes, as: UTF8.self).map { Value($0) }
                ?? call.invalid("bytes that are not UTF-8")
        }
        return Spelling.of(call.untouched(0)).map(Value.string) ?? call.noOverload
    }

    static func bytes(_ call: Call) -> Value {
        switch call[0] {
        case .bytes: return call[0]
        case .string(let text):
            guard call.evaluation.charge(copying: text.byteCount) else { return call.overBudget }
            return .bytes(Array(text.string.utf8))
        default: return call.noOverload
        }
    }

    static func bool(_ call: Call) -> Value {
        switch call[0] {
        case .bool: call[0]
        case .string("1"), .string("t"), .string("T"), .string("true"), .string("True"), .string("TRUE"): .bool(true)
        case .string("0"), .string("f"), .string("F"), .string("false"), .string("False"), .string("FALSE"):
            .bool(false)
        case .string: unreadable(call)
        default: call.noOverload
        }
    }

    static func size(_ call: Call) -> Value {
        switch call[0] {
        case .string(let text):
            guard call.evaluation.charge(copying: text.byteCount) else { return call.overBudget }
            return .int(Int64(text.codePointCount))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let elements): return .int(Int64(elements.count))
        case .map(let map): return .int(Int64(map.count))
        default: return call.noOverload
        }
    }

    private static func outside(_ call: Call) -> Value {
        call.fail(.overflow, "a number outside the range of \(call.site.name)")
    }

    private static func unreadable(_ call: Call) -> Value {
        call.invalid("a string that cannot be read as \(call.site.name)")
    }
}
