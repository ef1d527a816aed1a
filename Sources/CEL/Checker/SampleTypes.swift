public import Core

extension ValueType {
    /// Levels of a sample or a schema that are looked at; what is deeper is anything.
    static let levelLimit = 32

    /// The type of JSON data like this sample.
    ///
    /// Objects are open records. What the sample says nothing about (null, an empty list) is anything.
    public init(sample: JSON) { self.init(samples: [sample]) }

    /// The type of JSON data like all these samples.
    ///
    /// A field that some samples lack keeps its type; one that is an int in one and a double or a string in another is
    /// anything.
    public init(samples: [JSON]) { self = Self.type(of: samples, levels: Self.levelLimit) }

    private static func type(of samples: [JSON], levels: Int) -> ValueType {
        let samples = samples.filter { $0 != .null }
        guard levels > 0, let first = samples.first else { return .dyn }
        switch first {
        case .object: return record(of: samples, levels: levels)
        case .array: return list(of: samples, levels: levels)
        default:
            let type = scalar(first)
            return samples.allSatisfy { scalar($0) == type } ? type : .dyn
        }
    }

    private static func record(of samples: [JSON], levels: Int) -> ValueType {
        let objects = samples.compactMap(\.object)
        guard objects.count == samples.count else { return .dyn }
        var values: [Text: [JSON]] = [:]
        for member in objects.flatMap(\.members) { values[Text(member.name), default: []].append(member.value) }
        return .record(RecordType(values.map { ($0.key.string, type(of: $0.value, levels: levels - 1)) }))
    }

    private static func list(of samples: [JSON], levels: Int) -> ValueType {
        let arrays = samples.compactMap(\.array)
        guard arrays.count == samples.count else { return .dyn }
        return .list(type(of: arrays.flatMap(\.self), levels: levels - 1))
    }

    private static func scalar(_ sample: JSON) -> ValueType {
        switch sample {
        case .bool: .bool
        case .int: .int
        case .double, .bigInteger: .double
        case .string: .string
        case .null, .array, .object: .dyn
        }
    }
}
