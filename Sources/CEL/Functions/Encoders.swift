import Core

extension Library {
    /// `base64.encode base64.decode json.encode json.decode`.
    static let encoders: [Function] = [
        Function("base64.encode(bytes) -> string") { call in
            guard case .bytes(let bytes) = call[0] else { return call.noOverload }
            guard call.evaluation.charge(reading: bytes.count) else { return call.overBudget }
            return Value(Base64.encode(bytes))
        },
        Function("base64.decode(string) -> bytes") { call in
            guard case .string(let text) = call[0] else { return call.noOverload }
            guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
            return Base64.decode(text.string).map(Value.bytes) ?? call.invalid("a string that is not Base64")
        },
        Function("json.encode(dyn) -> string") { JSONFunctions.encode($0) },
        Function("json.decode(string|bytes) -> dyn") { JSONFunctions.decode($0) },
    ]
}

/// JSON text of values and back.
enum JSONFunctions {
    static func encode(_ call: Call) -> Value {
        guard JSONSize.charge(for: call[0], call.evaluation) else { return call.overBudget }
        guard let json = call.untouched(0).json else { return call.invalid("a value that JSON cannot express") }
        return Value(json.text)
    }

    static func decode(_ call: Call) -> Value {
        let bytes: [UInt8]
        switch call[0] {
        case .string(let text):
            guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
            bytes = Array(text.string.utf8)
        case .bytes(let given): bytes = given
        default: return call.noOverload
        }
        guard call.evaluation.charge(reading: bytes.count) else { return call.overBudget }
        do {
            return Value(try JSON.parse(bytes))
        } catch {
            return call.invalid("not JSON: \(error.reason)")
        }
    }
}

/// What writing a value costs, taken before it is written.
enum JSONSize {
    static func charge(for value: Value, _ evaluation: Evaluation) -> Bool {
        switch value {
        case .string(let text): evaluation.charge(reading: text.byteCount)
        case .bytes(let bytes): evaluation.charge(reading: bytes.count)
        case .list(let elements):
            evaluation.charge(1) && elements.allSatisfy { charge(for: $0, evaluation) }
        case .map(let map):
            evaluation.charge(1)
                && map.entries.allSatisfy { charge(for: $0.key, evaluation) && charge(for: $0.value, evaluation) }
        case .optional(.some(let inner)): charge(for: inner, evaluation)
        default: evaluation.charge(1)
        }
    }
}
