import Core

extension Library {
    /// `pairs json_parse form_parse email_of text`.
    static let parsing: [Function] = [
        Function(
            "pairs(string, string, string) -> map(string, list(string))",
            "string.pairs(string, string) -> map(string, list(string))"
        ) { ParsingFunctions.pairs($0) },
        Function("json_parse(string|bytes) -> dyn", "string|bytes.json_parse() -> dyn") { JSONFunctions.decode($0) },
        Function(
            "form_parse(string|bytes) -> list(list(string))",
            "string|bytes.form_parse() -> list(list(string))"
        ) { ParsingFunctions.form($0) },
        Function("email_of(string) -> string", "string.email_of() -> string") { ParsingFunctions.email($0) },
        Function("text(dyn) -> dyn") { ParsingFunctions.text($0) },
    ]
}

/// The functions that take text apart.
enum ParsingFunctions {
    /// `pairs("t=1,v1=a,v1=b", ",", "=")` is `{"t": ["1"], "v1": ["a", "b"]}`.
    ///
    /// Only the first `=` counts; a part without one has an empty value.
    static func pairs(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .string(let separator) = call[1],
            case .string(let equals) = call[2]
        else { return call.noOverload }
        guard separator.byteCount > 0, equals.byteCount > 0 else { return call.invalid("an empty separator") }
        guard call.evaluation.charge(reading: 4 * text.byteCount) else { return call.overBudget }
        return text.withBytes { text in
            separator.withBytes { separator in
                equals.withBytes { equals in .map(NamedLists(of: text, separator, equals).map()) }
            }
        }
    }

    /// Names and values of a form body in order, as lists of two.
    static func form(_ call: Call) -> Value {
        guard let bytes = EncodingFunctions.bytes(call[0]) else { return call.noOverload }
        guard call.evaluation.charge(reading: 4 * bytes.count) else { return call.overBudget }
        let fields = bytes.split(separator: UInt8(ascii: "&")).map { field in
            let halves = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Value.list([
                Value(PercentCode.decode(halves[0])), Value(halves.count > 1 ? PercentCode.decode(halves[1]) : ""),
            ])
        }
        return .list(fields)
    }

    /// The address in `Ann <a@b.c>`, lower case.
    static func email(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        var address = Array(text.string.utf8)
        if let open = address.lastIndex(of: UInt8(ascii: "<")) {
            address = Array(address[(open + 1)...].prefix { $0 != UInt8(ascii: ">") })
        }
        let trimmed = StringEditing.trimmed(String(decoding: address, as: UTF8.self)).lowercased()
        let halves = trimmed.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), !trimmed.utf8.contains(where: { $0 <= 0x20 })
        else {
            return call.invalid("no e-mail address")
        }
        return Value(trimmed)
    }

    /// The text of an XML node: of a plain one the node itself, of one with attributes its `#text`.
    static func text(_ call: Call) -> Value {
        switch call[0] {
        case .null, .optional(.none): Value("")
        case .optional(.some(let node)): text(Call([node], site: call.site, evaluation: call.evaluation))
        case .map(let map): map["#text"] ?? Value("")
        case .list(let elements):
            elements.first.map { text(Call([$0], site: call.site, evaluation: call.evaluation)) } ?? Value("")
        default: Spelling.of(call[0]).map(Value.string) ?? call.noOverload
        }
    }
}
