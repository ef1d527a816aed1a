extension Library {
    /// `math.bitAnd math.bitOr math.bitXor math.bitNot math.bitShiftLeft math.bitShiftRight`.
    static let bits: [Function] = [
        Function("math.bitAnd(int, int) -> int", "math.bitAnd(uint, uint) -> uint") {
            BitFunctions.combine($0, { $0 & $1 })
        },
        Function("math.bitOr(int, int) -> int", "math.bitOr(uint, uint) -> uint") {
            BitFunctions.combine($0, { $0 | $1 })
        },
        Function("math.bitXor(int, int) -> int", "math.bitXor(uint, uint) -> uint") {
            BitFunctions.combine($0, { $0 ^ $1 })
        },
        Function("math.bitNot(int) -> int", "math.bitNot(uint) -> uint") { BitFunctions.not($0) },
        Function("math.bitShiftLeft(int, int) -> int", "math.bitShiftLeft(uint, int) -> uint") {
            BitFunctions.shift($0) { $0 << $1 }
        },
        Function("math.bitShiftRight(int, int) -> int", "math.bitShiftRight(uint, int) -> uint") {
            BitFunctions.shift($0) { $0 >> $1 }
        },
    ]
}

/// Integers as 64 bits.
enum BitFunctions {
    static func combine(_ call: Call, _ apply: (UInt64, UInt64) -> UInt64) -> Value {
        switch (call[0], call[1]) {
        case (.int(let left), .int(let right)):
            .int(Int64(bitPattern: apply(UInt64(bitPattern: left), UInt64(bitPattern: right))))
        case (.uint(let left), .uint(let right)): .uint(apply(left, right))
        default: call.noOverload
        }
    }

    static func not(_ call: Call) -> Value {
        switch call[0] {
        case .int(let number): .int(~number)
        case .uint(let number): .uint(~number)
        default: call.noOverload
        }
    }

    /// Logical shifts; 64 places or more leave 0.
    static func shift(_ call: Call, _ apply: (UInt64, UInt64) -> UInt64) -> Value {
        guard case .int(let places) = call[1] else { return call.noOverload }
        guard places >= 0 else { return call.invalid("a negative number of places") }
        switch call[0] {
        case .int(let number): return .int(Int64(bitPattern: apply(UInt64(bitPattern: number), UInt64(places))))
        case .uint(let number): return .uint(apply(number, UInt64(places)))
        default: return call.noOverload
        }
    }
}
