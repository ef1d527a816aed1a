/// The members of a JSON object in the order they were written.
///
/// Names are compared as bytes.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One name and its value.
    public struct Member: Sendable, Equatable {
        /// The member's name.
        public let name: String
        /// The member's value.
        public var value: JSON

        /// Pairs a name with a value.
        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// All members in order.
    public private(set) var members: [Member] = []

    /// An empty object.
    public init() {}

    /// Pairs up to which looking through all of them is faster than hashing their names.
    private static let fewPairs = 8

    /// An object of the pairs given; a name given twice keeps the last value.
    ///
    /// Takes time linear in the pairs.
    public init(_ pairs: [(String, JSON)]) {
        guard pairs.count > Self.fewPairs else {
            for (name, value) in pairs { self[name] = value }
            return
        }
        var places: [ByteKey: Int] = [:]
        for (name, value) in pairs {
            if let place = places[ByteKey(name)] {
                members[place].value = value
            } else {
                places[ByteKey(name)] = members.count
                members.append(Member(name: name, value: value))
            }
        }
    }

    /// An object of the pairs written.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }

    /// Members whose names are already known to be distinct.
    init(distinct members: [Member]) {
        self.members = members
    }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// Reads a member; setting nil removes it.
    public subscript(name: String) -> JSON? {
        get { members.first { $0.name.hasSameBytes(as: name) }?.value }
        set {
            let place = members.firstIndex { $0.name.hasSameBytes(as: name) }
            switch (place, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// This object with the members of `other` added, `other` winning.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for member in other.members { merged[member.name] = member.value }
        return merged
    }
}
