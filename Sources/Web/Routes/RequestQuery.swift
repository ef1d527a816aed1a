import Hummingbird

extension Request {
    /// The page size asked for: 1 to 1000, 100 by default.
    var limit: Int {
        get throws(Problem) {
            guard let text = uri.queryParameters.get("limit") else { return 100 }
            guard let limit = Int(text), (1...1000).contains(limit) else {
                throw Problem(.badRequest, "`limit` must be from 1 to 1000.")
            }
            return limit
        }
    }

    /// The number in `before`, which the last page gave as `next`.
    var before: Int64? {
        get throws(Problem) {
            guard let text = uri.queryParameters.get("before") else { return nil }
            guard let number = Int64(text) else { throw Problem(.badRequest, "`before` must be a number.") }
            return number
        }
    }

    /// Whether only a plan is asked for: `plan=true`.
    var isPlan: Bool {
        get throws(Problem) { try flag("plan") }
    }

    /// A parameter that is true or false; false when it is not there.
    ///
    /// Anything else is refused: a wish for a plan must never become a message.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch uri.queryParameters[values: name[...]] {
        case [], ["false"]: return false
        case ["true"]: return true
        default: throw Problem(.badRequest, "`\(name)` must be true or false.")
        }
    }
}
