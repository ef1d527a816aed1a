import Core

/// Compares what came out with what must at least be in it.
enum Subset {
    /// One difference per member of `wanted` that `given` has not, or has otherwise.
    ///
    /// A wanted null is a member that must not be there. Times are compared to the millisecond.
    static func compare(_ given: JSON?, with wanted: JSON, path: String) -> [CaseDifference] {
        switch (given, wanted) {
        case (_, .object(let members)):
            members.members.flatMap { compare(given?[$0.name], with: $0.value, path: "\(path).\($0.name)") }
        case (.array(let elements)?, .array(let others)) where elements.count == others.count:
            zip(elements, others).enumerated().flatMap { compare($1.0, with: $1.1, path: "\(path)[\($0)]") }
        default: isSame(given, wanted) ? [] : [CaseDifference(path, expected: wanted, actual: given)]
        }
    }

    private static func isSame(_ given: JSON?, _ wanted: JSON) -> Bool {
        if (given ?? .null) == wanted { return true }
        guard let left = milliseconds(given), let right = milliseconds(wanted) else { return false }
        return left == right
    }

    private static func milliseconds(_ json: JSON?) -> Int64? {
        json?.string.flatMap { Timestamp(rfc3339: $0) }.map { $0.microseconds / 1000 }
    }
}
