/// Sorting lists.
enum Sorting {
    /// The elements by ascending key; equal keys keep their order.
    ///
    /// All keys must be of one type that has an order.
    static func sort(_ elements: [Value], by keys: [Value], _ evaluation: Evaluation) -> Value {
        let rounds = Int.bitWidth - keys.count.leadingZeroBitCount
        let bytes = keys.reduce(0) { $0 + $1.orderedBytes }
        guard evaluation.charge(1 + rounds * (keys.count + bytes / 128)) else { return .error(.budget) }
        if let first = keys.first {
            guard keys.allSatisfy({ $0.typeName == first.typeName && $0.order(first) != .incomparable }) else {
                return .failure(.noSuchOverload, "only values of one type that has an order can be sorted")
            }
        }
        let places = keys.indices.sorted { keys[$0].order(keys[$1]) == .ascending }
        return .list(places.map { elements[$0] })
    }
}
