/// A whole number of JSON beyond 64 bits.
///
/// Counts as the nearest double, and is written as it was read where it passes through unchanged: ids of some providers
/// are that long.
public final class WideInteger: Sendable {
    /// As the JSON text spelled it.
    public let digits: String
    /// The nearest double.
    public let double: Double

    /// The number of a JSON lexeme; one that is no number counts as infinite.
    init(_ digits: String) {
        self.digits = digits
        double = Double(digits) ?? .infinity
    }
}

extension Value {
    /// This value for those who count: a wide integer as the double it counts as.
    var plain: Value {
        if case .wide(let number) = self { .double(number.double) } else { self }
    }
}
