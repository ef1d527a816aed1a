public import Core

/// Values by type.
///
/// A value of another type is `wrong-type`, one outside its bounds `bad-value`; both are nil.
extension MappingReader {
    /// A text with its places; numbers and booleans are taken as they are written.
    public func text(_ key: String, _ need: Need = .optional) -> SourceText? {
        value(key, need)?.text(called(key), problems)
    }

    /// A text; numbers and booleans are taken as they are written.
    public func string(_ key: String, _ need: Need = .optional) -> String? {
        text(key, need)?.text
    }

    /// A whole number within bounds.
    public func int(_ key: String, in bounds: ClosedRange<Int>, _ need: Need = .optional) -> Int? {
        value(key, need)?.int(called(key), in: bounds, problems)
    }

    /// A number within bounds.
    public func double(_ key: String, in bounds: ClosedRange<Double>, _ need: Need = .optional) -> Double? {
        value(key, need)?.double(called(key), in: bounds, problems)
    }

    /// `true` or `false`.
    public func bool(_ key: String, _ need: Need = .optional) -> Bool? {
        value(key, need)?.bool(called(key), problems)
    }

    /// A length of time such as `500ms`, `90s`, `15m`, `36h` or `4d`, within bounds when they are given.
    public func duration(
        _ key: String,
        in bounds: ClosedRange<TimeSpan>? = nil,
        _ need: Need = .optional
    ) -> TimeSpan? {
        value(key, need)?.duration(called(key), in: bounds, problems)
    }

    /// A number of bytes such as `512`, `64KiB`, `10MiB` or `1GiB`, within bounds when they are given.
    public func size(_ key: String, in bounds: ClosedRange<Int>? = nil, _ need: Need = .optional) -> Int? {
        value(key, need)?.size(called(key), in: bounds, problems)
    }

    /// One of a few words.
    public func choice(_ key: String, of words: [String], _ need: Need = .optional) -> String? {
        value(key, need)?.choice(called(key), of: words, problems)
    }

    /// One of the cases of an enumeration, by raw value.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        _ type: Choice.Type,
        _ need: Need = .optional
    ) -> Choice? {
        choice(key, of: type.allCases.map(\.rawValue), need).flatMap(Choice.init(rawValue:))
    }

    /// The elements of a list; none when the key is missing.
    public func list(_ key: String, _ need: Need = .optional) -> [Node] {
        value(key, need)?.list(called(key), problems) ?? []
    }

    /// The texts of a list, with their places; none when the key is missing.
    public func texts(_ key: String, _ need: Need = .optional) -> [SourceText] {
        list(key, need).compactMap { $0.text("every element of \(called(key))", problems) }
    }

    /// The texts of a list; none when the key is missing.
    public func strings(_ key: String, _ need: Need = .optional) -> [String] {
        texts(key, need).map(\.text)
    }

    /// The keys and values of a mapping whose keys are free, such as names of sources; none when the key is missing.
    public func mapping(_ key: String, _ need: Need = .optional) -> [Entry] {
        value(key, need)?.mapping(called(key), problems) ?? []
    }

    /// A reader for a mapping inside this one, to be finished by itself.
    public func nested(_ key: String, _ need: Need = .optional) -> MappingReader? {
        value(key, need).map { MappingReader($0, problems, name: called(key)) }
    }

    /// Readers for a list of mappings, each to be finished by itself.
    public func nestedList(_ key: String, _ need: Need = .optional) -> [MappingReader] {
        list(key, need).map { MappingReader($0, problems, name: "every element of \(called(key))") }
    }

    private func called(_ key: String) -> String { "`\(key)`" }
}
