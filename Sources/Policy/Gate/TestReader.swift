import Core
import YAML

extension MappingReader {
    private static let kinds = ["window", "cap", "cooldown", "block", "require", "content"]

    /// The one test of a rule.
    func test() -> Test? {
        guard let reader = nested("test", .required), reader.node.entries != nil else { return nil }
        let tests = [
            reader.nested("window").map { $0.window().map(Test.window) },
            reader.nested("cap").map { $0.cap().map(Test.cap) },
            reader.nested("cooldown").map { $0.cooldown().map(Test.cooldown) },
            reader.nested("block").map { $0.block().map(Test.block) },
            reader.nested("require").map { $0.require().map(Test.require) },
            reader.nested("content").map { Optional($0.content()) },
        ].compactMap(\.self)
        reader.finish()
        if tests.count == 1 { return tests[0] }
        if reader.entries.allSatisfy({ Self.kinds.contains($0.key.text) }) {
            let hint = "one of: \(Self.kinds.joined(separator: ", "))"
            problems.add("bad-test", "a rule makes one test, not \(tests.count)", hint: hint, at: reader.node)
        }
        return nil
    }

    private func window() -> HoursWindow? {
        let place = place()
        let open = timeOfDay("open")
        let close = timeOfDay("close")
        let days = has("days") ? choices("days", of: Weekday.names) : Weekday.names
        _ = optional("days")
        finish()
        guard let place, let open, let close else { return nil }
        guard open < close else {
            problems.add("bad-value", "`close` must come after `open`", at: node)
            return nil
        }
        let weekdays = Set(days.compactMap(Weekday.names.firstIndex))
        return HoursWindow(place: place, open: open, close: close, weekdays: weekdays)
    }

    /// `zone: all_candidates`, or `fixed: TZ`.
    private func place() -> HoursWindow.Where? {
        let zone = choice("zone", of: ["all_candidates"], has("fixed") ? .optional : .required)
        guard let fixed = word("fixed") else { return zone.map { _ in .allCandidates } }
        guard zone == nil else {
            problems.add("bad-value", "a window has either `zone` or `fixed`", at: node)
            return nil
        }
        return .fixed(fixed)
    }

    private func cap() -> Cap? {
        let count = nested("count", .required)?.selector()
        let keys = countKeys()
        let max = int("max", in: 1...100_000, .required)
        let window = nested("window", .required)?.countingWindow()
        finish()
        guard let count, let max, let window, !keys.isEmpty else { return nil }
        return Cap(count: count, per: keys, max: max, window: window)
    }

    private func cooldown() -> Cooldown? {
        let after = nested("after", .required)?.selector()
        let keys = countKeys()
        let window = countingWindow()
        guard let after, let window, !keys.isEmpty else { return nil }
        return Cooldown(after: after, per: keys, window: window)
    }

    /// `per`: at least one key.
    private func countKeys() -> [CountKey] {
        guard let node = required("per"), let elements = node.list("`per`", problems) else { return [] }
        if elements.isEmpty { problems.add("bad-value", "`per` is empty", at: node) }
        let words = CountKey.allCases.map(\.rawValue)
        return elements.compactMap { $0.choice("every element of `per`", of: words, problems) }
            .compactMap(CountKey.init(rawValue:))
    }

    private func block() -> Predicate? {
        let predicate = required("while").flatMap { Predicate($0, "`while`", problems) }
        finish()
        return predicate
    }

    private func require() -> [Predicate]? {
        let nodes = list("any_of", .required)
        let predicates = nodes.compactMap { Predicate($0, "every element of `any_of`", problems) }
        finish()
        return predicates.count == nodes.count && !nodes.isEmpty ? predicates : nil
    }

    private func content() -> Test {
        let test = Test.content(must: strings("must"), mustNot: strings("must_not"))
        finish()
        return test
    }
}
