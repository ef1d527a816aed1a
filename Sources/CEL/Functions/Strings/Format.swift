import Core

extension Library {
    /// `format`.
    static let stringFormatting: [Function] = [
        Function("string.format(list(dyn)) -> string") { call in
            guard case .string(let text) = call[0], case .list(let arguments) = call[1] else { return call.noOverload }
            var formatter = Formatter(Array(text.string.utf8), arguments, call)
            return formatter.run()
        }
    ]
}

/// Fills in `%s %d %f %e %x %X %o %b %%`.
private struct Formatter {
    /// Digits behind the point that may be asked for.
    private static let precisionLimit = 100

    private let format: [UInt8]
    private let arguments: [Value]
    private let call: Call
    private var index = 0
    private var next = 0
    private var out: [UInt8] = []

    init(_ format: [UInt8], _ arguments: [Value], _ call: Call) {
        self.format = format
        self.arguments = arguments
        self.call = call
    }

    mutating func run() -> Value {
        guard call.evaluation.charge(reading: format.count) else { return call.overBudget }
        while index < format.count {
            let byte = format[index]
            index += 1
            if byte != UInt8(ascii: "%") {
                out.append(byte)
            } else if let error = clause() {
                return error
            }
        }
        return Value(String(decoding: out, as: UTF8.self))
    }

    private mutating func clause() -> Value? {
        guard index < format.count else { return call.invalid("a `%` at the end of the format") }
        if format[index] == UInt8(ascii: "%") {
            index += 1
            out.append(UInt8(ascii: "%"))
            return nil
        }
        guard let precision = precision(), index < format.count else {
            return call.invalid("a precision outside 0 to 100")
        }
        let verb = format[index]
        index += 1
        guard Array("sdfexXob".utf8).contains(verb) else { return call.invalid("an unknown verb in the format") }
        guard next < arguments.count else {
            return call.fail(.outOfRange, "the format wants more arguments than given")
        }
        next += 1
        guard let text = spelled(arguments[next - 1], verb, precision) else {
            return call.evaluation.isExhausted
                ? call.overBudget
                : call.invalid(
                    "`%\(Character(Unicode.Scalar(verb)))` cannot show a value of type \(arguments[next - 1].shownType)"
                )
        }
        guard call.evaluation.charge(copying: text.utf8.count) else { return call.overBudget }
        out += Array(text.utf8)
        return nil
    }

    /// The digits behind a point, 6 without; nil beyond the limit.
    private mutating func precision() -> Int? {
        guard format[index] == UInt8(ascii: ".") else { return 6 }
        index += 1
        var value = 0
        while index < format.count, format[index].isDigit {
            value = value * 10 + Int(format[index] - 0x30)
            guard value <= Self.precisionLimit else { return nil }
            index += 1
        }
        return value
    }

    private func spelled(_ value: Value, _ verb: UInt8, _ precision: Int) -> String? {
        switch verb {
        case UInt8(ascii: "s"): FormattedText.of(value, call.evaluation)
        case UInt8(ascii: "d"): decimal(value)
        case UInt8(ascii: "f"): real(value) { DecimalExpansion($0).fixed(precision) }
        case UInt8(ascii: "e"): real(value) { DecimalExpansion($0).scientific(precision) }
        case UInt8(ascii: "x"): hexadecimal(value)
        case UInt8(ascii: "X"): hexadecimal(value).map { String(decoding: $0.utf8.map(\.upperCased), as: UTF8.self) }
        case UInt8(ascii: "o"): whole(value, radix: 8)
        default: binary(value)
        }
    }

    private func decimal(_ value: Value) -> String? {
        if case .double(let number) = value { return Spelling.of(number) }
        return whole(value, radix: 10)
    }

    private func whole(_ value: Value, radix: Int) -> String? {
        switch value {
        case .int(let number): String(number, radix: radix)
        case .uint(let number): String(number, radix: radix)
        default: nil
        }
    }

    private func binary(_ value: Value) -> String? {
        if case .bool(let flag) = value { return flag ? "1" : "0" }
        return whole(value, radix: 2)
    }

    private func hexadecimal(_ value: Value) -> String? {
        switch value {
        case .string(let text): isAffordable(text.byteCount) ? Hex.encode(text.string.utf8) : nil
        case .bytes(let bytes): isAffordable(bytes.count) ? Hex.encode(bytes) : nil
        default: whole(value, radix: 16)
        }
    }

    private func isAffordable(_ count: Int) -> Bool { call.evaluation.charge(reading: 2 * count) }

    private func real(_ value: Value, _ spell: (Double) -> String) -> String? {
        switch value {
        case .int(let number): return spell(Double(number))
        case .uint(let number): return spell(Double(number))
        case .double(let number):
            guard number.isFinite else { return Spelling.of(number) }
            return call.charge(DecimalExpansion.cost(of: number)) ? spell(number) : nil
        default: return nil
        }
    }
}

extension UInt8 {
    fileprivate var upperCased: UInt8 { (0x61...0x7A).contains(self) ? self - 0x20 : self }
}
