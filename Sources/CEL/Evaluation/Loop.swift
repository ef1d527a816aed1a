/// A comprehension at run time: visits the elements of a list, or the keys of a map, and gathers.
struct Loop: Sendable {
    let kind: Node.Comprehension.Kind
    let range: Step
    /// Where the first variable is kept; the second stands behind it.
    let place: Int
    let hasTwoNames: Bool
    let condition: Step?
    let transform: Step?
    let offset: Int
    /// Units that a turn takes besides its own, because operators take none.
    let load: Int

    /// Nodes of a condition or transformation that are worth a unit.
    static let nodesOfUnit = 8

    func run(_ frame: Frame) -> Value {
        let range = range(frame)
        switch range {
        case .list(let elements):
            return run(frame, count: elements.count) { index, frame in
                if hasTwoNames {
                    frame.locals[place] = .int(Int64(index))
                    frame.locals[place + 1] = elements[index]
                } else {
                    frame.locals[place] = elements[index]
                }
            }
        case .map(let map):
            let entries = map.entries
            return run(frame, count: entries.count) { index, frame in
                frame.locals[place] = entries[index].key
                if hasTwoNames { frame.locals[place + 1] = entries[index].value }
            }
        case .error: return range
        default:
            return .failure(.noSuchOverload, "a value of type \(range.shownType) has no elements to visit", at: offset)
        }
    }

    private typealias Enter = (Int, Frame) -> Void

    private func run(_ frame: Frame, count: Int, _ enter: Enter) -> Value {
        switch kind {
        case .all: question(frame, count, decidedBy: false, enter)
        case .exists: question(frame, count, decidedBy: true, enter)
        case .existsOne: existsOne(frame, count, enter)
        case .filter, .map, .transformList: list(frame, count, enter)
        case .transformMap, .transformMapEntry: map(frame, count, enter)
        case .sortBy: sorted(frame, count, enter)
        }
    }

    /// `all` and `exists`: an element that decides wins over the error of another.
    private func question(_ frame: Frame, _ count: Int, decidedBy decision: Bool, _ enter: Enter) -> Value {
        var failure: Value?
        for index in 0..<count {
            guard frame.evaluation.charge(1 + load) else { return .error(.budget) }
            enter(index, frame)
            let answer = isTaken(frame)
            if case .bool(let flag) = answer {
                if flag == decision { return answer }
            } else if failure == nil {
                failure = answer
            }
        }
        return failure ?? .bool(!decision)
    }

    private func existsOne(_ frame: Frame, _ count: Int, _ enter: Enter) -> Value {
        var found = 0
        for index in 0..<count {
            guard frame.evaluation.charge(1 + load) else { return .error(.budget) }
            enter(index, frame)
            let answer = isTaken(frame)
            guard case .bool(let flag) = answer else { return answer }
            if flag { found += 1 }
        }
        return .bool(found == 1)
    }

    private func list(_ frame: Frame, _ count: Int, _ enter: Enter) -> Value {
        var values: [Value] = []
        for index in 0..<count {
            guard frame.evaluation.charge(2 + load) else { return .error(.budget) }
            enter(index, frame)
            let answer = isTaken(frame)
            guard case .bool(let isTaken) = answer else { return answer }
            guard isTaken else { continue }
            let value = transform.map { $0(frame) } ?? frame.locals[place]
            if case .error = value { return value }
            values.append(value)
        }
        return .list(values)
    }

    private func sorted(_ frame: Frame, _ count: Int, _ enter: Enter) -> Value {
        var elements: [Value] = []
        var keys: [Value] = []
        for index in 0..<count {
            guard frame.evaluation.charge(3 + load) else { return .error(.budget) }
            enter(index, frame)
            let element = frame.locals[place]
            let key = transform.map { $0(frame) } ?? element
            if case .error = key { return key }
            elements.append(element)
            keys.append(key)
        }
        return Sorting.sort(elements, by: keys, frame.evaluation).located(at: offset)
    }

    private func map(_ frame: Frame, _ count: Int, _ enter: Enter) -> Value {
        var builder = MapBuilder(capacity: min(count, 64))
        for index in 0..<count {
            guard frame.evaluation.charge(3 + load) else { return .error(.budget) }
            enter(index, frame)
            let answer = isTaken(frame)
            guard case .bool(let isTaken) = answer else { return answer }
            guard isTaken else { continue }
            let key = frame.locals[place]
            let value = transform.map { $0(frame) } ?? .null
            if case .error = value { return value }
            if let error = add(key, value, to: &builder, frame.evaluation) { return error.located(at: offset) }
        }
        return .map(builder.map())
    }

    private func add(
        _ key: Value,
        _ value: Value,
        to builder: inout MapBuilder,
        _ evaluation: Evaluation
    ) -> Value? {
        guard evaluation.charge(finding: key) else { return .error(.budget) }
        guard kind == .transformMapEntry else { return builder.refusal(of: key, value) }
        guard case .map(let entry) = value else {
            return .failure(.noSuchOverload, "needs a map for each entry, not a value of type \(value.shownType)")
        }
        for entry in entry.entries {
            guard evaluation.charge(1), evaluation.charge(finding: entry.key) else { return .error(.budget) }
            if let error = builder.refusal(of: entry.key, entry.value) { return error }
        }
        return nil
    }

    /// A bool, or an error.
    private func isTaken(_ frame: Frame) -> Value {
        guard let condition else { return .bool(true) }
        let answer = condition(frame)
        switch answer {
        case .bool, .error: return answer
        default:
            return .failure(
                .noSuchOverload,
                "the condition is a value of type \(answer.shownType), not a bool",
                at: offset
            )
        }
    }
}
