import Core

/// One round: how much in how long, and what a single one took.
struct Round: Sendable {
    var count: Int
    var seconds: Double
    var latencies = Latencies()
    /// Further figures worth keeping beside the rate.
    var notes: JSONObject = [:]

    var perSecond: Double { seconds > 0 ? Double(count) / seconds : 0 }

    var json: JSON {
        var object: JSONObject = [
            "count": .int(Int64(count)), "seconds": .double(seconds.rounded(to: 3)),
            "per_second": .double(perSecond.rounded(to: 1)),
        ]
        if !latencies.isEmpty {
            object["p50_us"] = .int(Int64(latencies.at(0.50)))
            object["p99_us"] = .int(Int64(latencies.at(0.99)))
        }
        return .object(object.merging(notes))
    }
}

/// Times in microseconds.
struct Latencies: Sendable {
    private var sorted: [UInt32] = []

    init(_ unsorted: [UInt32] = []) { sorted = unsorted.sorted() }

    var isEmpty: Bool { sorted.isEmpty }

    /// The value below which this share lies (nearest rank).
    func at(_ share: Double) -> UInt32 {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
}

/// Rounds of ours and of the bare thing beside it, taken in turn so that the machine's mood falls on both.
struct Pairs: Sendable {
    var ours: [Round] = []
    var bare: [Round] = []

    static func run(
        _ rounds: Int,
        _ ours: () async throws -> Round,
        _ bare: () async throws -> Round
    ) async throws -> Pairs {
        var pairs = Pairs()
        for _ in 0..<max(1, rounds) {
            pairs.ours.append(try await ours())
            pairs.bare.append(try await bare())
        }
        return pairs
    }

    /// The median of the pairs' ratios.
    var ratio: Double { zip(ours, bare).map { $1.perSecond > 0 ? $0.perSecond / $1.perSecond : 0 }.median }

    func json(named first: String, _ second: String) -> JSON {
        .object([
            first: Self.summary(ours), second: Self.summary(bare), "ratio": .double(ratio.rounded(to: 3)),
        ])
    }

    private static func summary(_ rounds: [Round]) -> JSON {
        var object: JSONObject = ["per_second": .double(rounds.map(\.perSecond).median.rounded(to: 1))]
        if rounds.contains(where: { !$0.latencies.isEmpty }) {
            object["p50_us"] = .double(rounds.map { Double($0.latencies.at(0.50)) }.median)
            object["p99_us"] = .double(rounds.map { Double($0.latencies.at(0.99)) }.median)
        }
        object["rounds"] = .array(rounds.map(\.json))
        return .object(object)
    }
}

extension [Double] {
    /// The middle value; the mean of the two middle ones.
    var median: Double {
        guard !isEmpty else { return 0 }
        let values = sorted()
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}

extension Double {
    /// Rounded to so many places behind the point.
    func rounded(to places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}
