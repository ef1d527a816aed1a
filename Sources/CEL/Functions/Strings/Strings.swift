extension Library {
    /// Questions about strings: `contains startsWith endsWith charAt indexOf lastIndexOf`.
    static let strings: [Function] = [
        Function("string.contains(string) -> bool") { call in
            StringFunctions.test(call) { text, part in ByteSearch.first(part, in: text) != nil }
        },
        Function("string.startsWith(string) -> bool") { call in
            StringFunctions.test(call) { text, part in text.starts(with: part) }
        },
        Function("string.endsWith(string) -> bool") { call in
            StringFunctions.test(call) { text, part in text.suffix(part.count).elementsEqual(part) }
        },
        Function("string.charAt(int) -> string") { StringFunctions.character($0) },
        Function("string.indexOf(string, int?) -> int") { StringFunctions.index($0) },
        Function("string.lastIndexOf(string, int?) -> int") { StringFunctions.lastIndex($0) },
        Function("string.substring(int, int?) -> string") { StringFunctions.substring($0) },
    ]
}

/// String functions that count in code points.
enum StringFunctions {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static func test(_ call: Call, _ question: (Bytes, Bytes) -> Bool) -> Value {
        guard case .string(let text) = call[0], case .string(let part) = call[1] else { return call.noOverload }
        guard call.evaluation.charge(copying: 4 * (text.byteCount + part.byteCount)) else { return call.overBudget }
        return .bool(text.withBytes { text in part.withBytes { part in question(text, part) } })
    }

    static func character(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .int(let index) = call[1] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        return text.withBytes { bytes in
            guard let start = offset(index, in: bytes) else { return outside(call) }
            guard start < bytes.count else { return Value("") }
            let tail = bytes[(start + 1)...].prefix { $0 & 0xC0 == 0x80 }
            return .string(bytes.text(start..<start + 1 + tail.count))
        }
    }

    static func index(_ call: Call) -> Value {
        search(call, from: 0) { text, part, start in ByteSearch.first(part, in: text, from: start) }
    }

    static func lastIndex(_ call: Call) -> Value {
        search(call, from: nil) { text, part, limit in ByteSearch.last(part, in: text, upTo: limit) }
    }

    private static func search(_ call: Call, from start: Int?, _ find: (Bytes, Bytes, Int) -> Int?) -> Value {
        guard case .string(let text) = call[0], case .string(let part) = call[1] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount + part.byteCount) else { return call.overBudget }
        return text.withBytes { text in
            part.withBytes { part in
                var place = start ?? text.count
                if call.count == 3 {
                    guard case .int(let index) = call[2] else { return call.noOverload }
                    guard let offset = offset(index, in: text) else { return outside(call) }
                    place = offset
                }
                return .int(find(text, part, place).map { Int64(text.codePoints(before: $0)) } ?? -1)
            }
        }
    }

    static func substring(_ call: Call) -> Value {
        guard case .string(let text) = call[0], case .int(let start) = call[1] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        return text.withBytes { bytes in
            guard let first = offset(start, in: bytes) else { return outside(call) }
            guard call.count == 3 else { return .string(bytes.text(first..<bytes.count)) }
            guard case .int(let end) = call[2] else { return call.noOverload }
            guard let last = offset(end, in: bytes), first <= last else { return outside(call) }
            return .string(bytes.text(first..<last))
        }
    }

    private static func offset(_ index: Int64, in bytes: Bytes) -> Int? {
        Int(exactly: index).flatMap { bytes.byteOffset(ofCodePoint: $0) }
    }

    private static func outside(_ call: Call) -> Value {
        call.fail(.outOfRange, "a position outside the string")
    }
}
