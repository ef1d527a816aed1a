/// Where a value stands before the evaluation needs it: a constant, a variable, or fields below one.
///
/// Lends a pointer, so that following `a.b.c` and comparing what is there copies nothing and counts no references. The
/// pointer is good until the frame's variables change: use it at once.
///
/// `@unchecked` for the constant's memory, which nobody writes once it is made.
final class Place: @unchecked Sendable {
    /// Where to begin.
    enum Base: Sendable {
        case variable(Int)
        case local(Int)
        case constant

        /// What stands there, an error included.
        func value(_ frame: Frame) -> Value {
            switch self {
            case .variable(let slot): frame.variables[slot]
            case .local(let place): frame.locals[place]
            case .constant: .null
            }
        }
    }

    /// What looking for a value came to.
    enum Found {
        case value(UnsafePointer<Value>)
        /// A field behind `.?` that is not there.
        case absent
        /// An error, or values that only ``Path/slowly`` knows.
        case other
    }

    /// One field on the way, without anything that counts references.
    private struct Hop: BitwiseCopyable {
        let words: MapKey.Words
        /// Whether it, or a field before it, is asked for with `.?`.
        let isOptional: Bool
    }

    private let base: Base
    private let hops: [Hop]
    private let fields: [FieldAccess]
    private let isNullAbsent: Bool
    private let constant: UnsafeMutablePointer<Value>?

    init(_ base: Base, _ fields: [FieldAccess]) {
        self.base = base
        self.fields = fields
        let firstOptional = fields.firstIndex(where: \.isOptional) ?? fields.count
        hops = fields.enumerated().map { Hop(words: $1.name.words, isOptional: $0 >= firstOptional) }
        isNullAbsent = fields.first?.isNullAbsent ?? false
        constant = nil
    }

    /// The place of a constant.
    init(_ value: Value) {
        let memory = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        memory.initialize(to: value)
        constant = memory
        (base, hops, fields, isNullAbsent) = (.constant, [], [], false)
    }

    deinit {
        constant?.deinitialize(count: 1)
        constant?.deallocate()
    }

    /// The value, or nil for whatever is not simply there.
    @inline(__always)
    func find(_ frame: Frame) -> UnsafePointer<Value>? {
        var value = root(frame)
        for index in hops.indices {
            guard case .map(let map) = value.pointee, let next = field(index, of: Unmanaged.passUnretained(map)) else {
                return nil
            }
            value = next
        }
        if case .error = value.pointee { return nil }
        return value
    }

    /// The value of a path with `.?`.
    @inline(__always)
    func look(_ frame: Frame) -> Found {
        var value = root(frame)
        for index in hops.indices {
            switch value.pointee {
            case .map(let map):
                guard let next = field(index, of: Unmanaged.passUnretained(map)) else {
                    return hops[index].isOptional ? .absent : .other
                }
                value = next
            case .null where isNullAbsent && hops[index].isOptional: return .absent
            default: return .other
            }
        }
        return .value(value)
    }

    @inline(__always)
    private func root(_ frame: Frame) -> UnsafePointer<Value> {
        switch base {
        case .variable(let slot): frame.variables + slot
        case .local(let place): UnsafePointer(frame.locals + place)
        case .constant: constant.map { UnsafePointer($0) } ?? UnsafePointer(frame.variables)
        }
    }

    @inline(__always)
    private func field(_ index: Int, of map: Unmanaged<ValueMap>) -> UnsafePointer<Value>? {
        map._withUnsafeGuaranteedRef { $0.place(of: hops[index].words, fields[index].name.text) }
    }
}
