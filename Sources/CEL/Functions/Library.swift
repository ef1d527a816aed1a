/// A set of functions by name.
///
/// Immutable; libraries add up.
public struct Library: Sendable {
    let functions: [String: Function]

    /// A library.
    ///
    /// A name given twice keeps the last function.
    public init(_ functions: [Function]) {
        self.functions = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// A library of functions that depend on their arguments alone.
    init(pure functions: [Function]) {
        self.init(
            functions.map { function in
                var function = function
                function.isPure = true
                return function
            }
        )
    }

    private init(functions: [String: Function]) {
        self.functions = functions
    }

    /// Both libraries; where both define a name, the right one wins.
    public static func + (left: Library, right: Library) -> Library {
        Library(functions: left.functions.merging(right.functions) { _, last in last })
    }

    /// All names, sorted.
    public var names: [String] { functions.keys.sorted() }

    /// The functions of CEL and its extensions.
    public static let standard = Library(
        pure: conversions + strings + stringEditing + stringFormatting + times + math + bits + lists + sets + encoders
            + optionals + network + regex
    )

    /// What connectors need beyond CEL: encodings, parsing, URLs, money, phones.
    ///
    /// Without cryptography.
    public static let text = Library(pure: encodings + parsing + urls + reading + maps)
}

extension ClosedRange<Int> {
    /// From the lower of both beginnings to the higher of both ends.
    func joined(with other: ClosedRange<Int>) -> ClosedRange<Int> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
