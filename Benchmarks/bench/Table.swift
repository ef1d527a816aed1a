/// The figures for a person.
struct Table {
    let title: String
    private var rows: [[String]] = [["", "per second", "p50", "p99", "ratio"]]

    init(title: String) { self.title = title }

    mutating func add(_ name: String, _ ours: [Round], of bareName: String, _ bare: [Round]) {
        let ratio = Pairs(ours: ours, bare: bare).ratio
        rows.append(Self.row(name, ours) + ["\(ratio.rounded(to: 3))"])
        rows.append(Self.row(bareName, bare) + ["1"])
    }

    private static func row(_ name: String, _ rounds: [Round]) -> [String] {
        [name, "\(Int(rounds.map(\.perSecond).median))", time(rounds, 0.50), time(rounds, 0.99)]
    }

    private static func time(_ rounds: [Round], _ share: Double) -> String {
        guard rounds.contains(where: { !$0.latencies.isEmpty }) else { return "" }
        return "\((rounds.map { Double($0.latencies.at(share)) }.median / 1000).rounded(to: 2)) ms"
    }

    var rendered: String { "\(title)\n\(Self.aligned(rows))" }

    /// Rows of the same number of cells: names to the left, figures to the right.
    static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + space : space + cell.0
            }
            .joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}
