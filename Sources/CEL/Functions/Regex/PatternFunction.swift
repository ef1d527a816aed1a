extension Library {
    /// `matches regex.extract regex.extractAll regex.replace`.
    static let regex: [Function] = [
        Function("string.matches(string) -> bool", "matches(string, string) -> bool") { call in
            PatternFunction.matching.run(call)
        }
        .prepared { PatternFunction.matching.prepared($0) },
        Function("regex.extract(string, string) -> optional_type(string)") { PatternFunction.extracting.run($0) }
            .prepared { PatternFunction.extracting.prepared($0) },
        Function("regex.extractAll(string, string) -> list(string)") { PatternFunction.extractingAll.run($0) }
            .prepared { PatternFunction.extractingAll.prepared($0) },
        Function(
            "regex.replace(string, string, string) -> string",
            "regex.replace(string, string, string, int) -> string"
        ) { ReplaceFunction.run($0) }
        .prepared { ReplaceFunction.prepared($0) },
    ]
}

/// The functions of a text and a pattern.
///
/// A pattern that stands in the expression is compiled with it, and wrong ones are told there.
struct PatternFunction: Sendable {
    /// Groups that the pattern may have.
    private let mostGroups: Int
    private let body: @Sendable (Call, Text, Pattern) -> Value

    /// Whether the pattern matches anywhere in the text.
    static let matching = PatternFunction(mostGroups: .max) { call, text, pattern in
        guard call.charge(pattern.price(of: text.byteCount)) else { return call.overBudget }
        return pattern.matches(text).map { .bool($0) } ?? call.overBudget
    }

    /// The first match, or its group where the pattern has one; none when that is empty.
    static let extracting = PatternFunction(mostGroups: 1) { call, text, pattern in
        var search = PatternSearch(pattern, text, call.evaluation)
        let found = search.next().flatMap { search.extract($0, pattern) }
        guard !call.evaluation.isExhausted, call.evaluation.charge(copying: found?.count ?? 0) else {
            return call.overBudget
        }
        return .optional(found.map { .some(.string(text[$0])) } ?? .none)
    }

    /// All matches, or their groups where the pattern has one, empty groups left out.
    static let extractingAll = PatternFunction(mostGroups: 1) { call, text, pattern in
        var search = PatternSearch(pattern, text, call.evaluation)
        var texts: [Value] = []
        while let match = search.next() {
            guard let found = search.extract(match, pattern) else { continue }
            guard call.evaluation.charge(copying: found.count) else { break }
            texts.append(.string(text[found]))
        }
        return call.evaluation.isExhausted ? call.overBudget : .list(texts)
    }

    /// A call whose pattern is known now only.
    func run(_ call: Call) -> Value {
        PatternFunction.withPattern(call) { pattern in
            if let refusal = refusal(of: pattern) { return call.invalid(refusal.reason) }
            return run(call, pattern)
        }
    }

    /// A call with a pattern that was compiled before.
    func prepared(_ constants: [Value?]) -> Function.Prepared? {
        switch PatternFunction.pattern(in: constants) {
        case nil: nil
        case .failure(let refusal): .problem(refusal.message, argument: 1)
        case .success(let pattern):
            if let refusal = refusal(of: pattern) {
                .problem(refusal.message, argument: 1)
            } else {
                .body { run($0, pattern) }
            }
        }
    }

    private func run(_ call: Call, _ pattern: Pattern) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        return body(call, text, pattern)
    }

    private func refusal(of pattern: Pattern) -> PatternRefusal? {
        guard pattern.groupCount > mostGroups else { return nil }
        return PatternRefusal("the regular expression has \(pattern.groupCount) groups, \(mostGroups) at most")
    }
}

extension PatternFunction {
    /// The pattern among the constant arguments of a call; nil when it is not constant.
    static func pattern(in constants: [Value?]) -> PatternCache.Outcome? {
        guard constants.count > 1, case .some(.string(let text)) = constants[1] else { return nil }
        return PatternCache.Outcome { () throws(PatternRefusal) in try Pattern(text) }
    }

    /// Calls `body` with the pattern that a call has as its second argument.
    static func withPattern(_ call: Call, _ body: (Pattern) -> Value) -> Value {
        guard case .string(let text) = call[1] else { return call.noOverload }
        guard call.charge(PatternLimits.price(ofReading: text)) else { return call.overBudget }
        switch PatternCache.shared.outcome(for: text) {
        case .success(let pattern): return isAffordable(pattern.size, call) ? body(pattern) : call.overBudget
        case .failure(let refusal):
            return isAffordable(refusal.size, call) ? call.invalid(refusal.reason) : call.overBudget
        }
    }

    private static func isAffordable(_ size: Int, _ call: Call) -> Bool {
        call.charge(size * PatternLimits.priceOfInstruction)
    }
}

extension PatternSearch {
    /// The match, or its group where the pattern has one; nil when that is empty or took no part.
    fileprivate func extract(_ match: Range<Int>, _ pattern: Pattern) -> Range<Int>? {
        guard pattern.groupCount > 0 else { return match }
        guard let group = groups(of: match, upTo: 1)?[1], !group.isEmpty else { return nil }
        return group
    }
}

extension Text {
    /// The text of a range of bytes.
    fileprivate subscript(_ range: Range<Int>) -> Text { withBytes { $0.text(range) } }
}
