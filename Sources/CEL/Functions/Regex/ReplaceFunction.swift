/// `regex.replace(text, pattern, replacement, count)`.
///
/// So many matches are replaced from the left; all when the count is negative or absent.
enum ReplaceFunction {
    /// A call whose pattern and replacement are known now only.
    static func run(_ call: Call) -> Value {
        run(call, pattern: nil, replacement: nil)
    }

    /// A call of which the constant parts were read before.
    static func prepared(_ constants: [Value?]) -> Function.Prepared? {
        do throws(PatternRefusal) {
            let pattern = try PatternFunction.pattern(in: constants)?.get()
            do throws(PatternRefusal) {
                let replacement = try replacement(in: constants)
                if let pattern, let refusal = replacement?.refusal(for: pattern) { throw refusal }
                return .body { run($0, pattern: pattern, replacement: replacement) }
            } catch {
                return .problem(error.message, argument: 2)
            }
        } catch {
            return .problem(error.message, argument: 1)
        }
    }

    private static func replacement(in constants: [Value?]) throws(PatternRefusal) -> Replacement? {
        guard constants.count > 2, case .some(.string(let text)) = constants[2] else { return nil }
        return try Replacement(text)
    }

    private static func run(_ call: Call, pattern: Pattern?, replacement: Replacement?) -> Value {
        guard let pattern else { return PatternFunction.withPattern(call) { replace(call, $0, replacement) } }
        return replace(call, pattern, replacement)
    }

    private static func replace(_ call: Call, _ pattern: Pattern, _ prepared: Replacement?) -> Value {
        guard case .string(let text) = call[0], case .string(let template) = call[2], let limit = limit(call) else {
            return call.noOverload
        }
        guard prepared != nil || call.evaluation.charge(reading: template.byteCount) else { return call.overBudget }
        do throws(PatternRefusal) {
            let replacement = if let prepared { prepared } else { try Replacement(template) }
            if let refusal = replacement.refusal(for: pattern) { throw refusal }
            var search = PatternSearch(pattern, text, call.evaluation)
            var replaced = ReplacedText(text, replacement, call.evaluation)
            var count = 0
            while count < limit, let match = search.next(), replaced.put(match, &search) { count += 1 }
            return replaced.finish().map { .string($0) } ?? call.overBudget
        } catch {
            return call.invalid(error.reason)
        }
    }

    /// Nil when it is no int.
    private static func limit(_ call: Call) -> Int? {
        guard call.count > 3 else { return .max }
        guard case .int(let limit) = call[3] else { return nil }
        return limit < 0 ? .max : Int(clamping: limit)
    }
}
