public import Core

/// Why a tagged value cannot be read.
///
/// Names types, never data.
public struct TaggedValueError: Error, Sendable, Equatable {
    /// What is wrong, in a few words.
    public let message: String
}

/// Values with their types beside them, as the CEL conformance suite writes them: `{"type": "int", "value": "1"}`.
///
/// Numbers are strings (`NaN`, `-Infinity` too), bytes Base64, a list its tagged elements, a map pairs of them, a timestamp
/// RFC 3339 in UTC, a duration `1.5s`, a type its name, an address or CIDR block its text. Null and an absent optional have
/// no `value`.
extension Value {
    /// The value that a tagged form denotes.
    public init(tagged json: JSON) throws(TaggedValueError) {
        guard let type = json["type"]?.string else { throw TaggedValueError(message: "a tagged value needs a `type`") }
        let content = json["value"]
        let value: Value?
        switch type {
        case "list": value = try Self.list(tagged: content)
        case "map": value = try Self.map(tagged: content)
        case "optional": value = try Self.optional(tagged: content)
        case "null": value = .null
        case "bool": value = content?.bool.map { .bool($0) }
        default: value = content?.string.flatMap { Self.scalar(type, $0) }
        }
        guard let value else { throw TaggedValueError(message: Self.refusal(of: type)) }
        self = value
    }

    private static let taggedTypes = [
        "null", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "timestamp", "duration", "type",
        "optional", "net.IP", "net.CIDR",
    ]

    private static func refusal(of type: String) -> String {
        let name = taggedTypes.first { $0.hasSameBytes(as: type) }
        return name.map { "a value that is not of its type, \($0)" } ?? "a type that is none of the tagged ones"
    }

    /// The value of a type whose content is text.
    private static func scalar(_ type: String, _ text: String) -> Value? {
        switch type {
        case "int": Int64(text).map { .int($0) }
        case "uint": UInt64(text).map { .uint($0) }
        case "double": double(text).map { .double($0) }
        case "string": Value(text)
        case "bytes": Base64.decode(text).map { .bytes($0) }
        case "type": .type(text)
        case "timestamp": time(TimeText.instant(Text(text)))
        case "duration": time(TimeText.interval(Text(text)))
        case "net.IP": IPAddress(text).map { .address($0) }
        case "net.CIDR": CIDRBlock(text).map { .network($0) }
        default: nil
        }
    }

    private static func time(_ text: TimeText) -> Value? {
        if case .value(let value) = text { value } else { nil }
    }

    private static func double(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: Double(text).flatMap { $0.isFinite ? $0 : nil }
        }
    }

    private static func list(tagged content: JSON?) throws(TaggedValueError) -> Value? {
        guard let elements = content?.array else { return nil }
        var values: [Value] = []
        for element in elements { values.append(try Value(tagged: element)) }
        return .list(values)
    }

    private static func map(tagged content: JSON?) throws(TaggedValueError) -> Value? {
        guard let pairs = content?.array else { return nil }
        var entries: [ValueMap.Entry] = []
        for pair in pairs {
            guard let pair = pair.array, pair.count == 2 else { return nil }
            entries.append(ValueMap.Entry(key: try Value(tagged: pair[0]), value: try Value(tagged: pair[1])))
        }
        return ValueMap(entries: entries).map { .map($0) }
    }

    private static func optional(tagged content: JSON?) throws(TaggedValueError) -> Value? {
        guard let content else { return .optional(.none) }
        return .optional(.some(try Value(tagged: content)))
    }
}
