import ArgumentParser
import Core
import Foundation

/// Every measurement, as a table and as JSON.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs every measurement.")

    @Option(help: "The daemon to measure.") var binary = ".build/release/throughline"
    @Option(help: "Where connectors are.") var connectors = "Connectors"
    @Option(help: "A folder on the disk to measure; everything in it goes.") var folder = ".build/bench"
    @Option(help: "Write the figures here as JSON.") var json: String?
    @Option(help: "Interleaved pairs of rounds.") var rounds = 5
    @Option(help: "Seconds a round of webhooks takes.") var seconds = 10
    @Option(help: "Keep-alive connections that send webhooks.") var connections = 64
    @Option(help: "Contacts in the backlog.") var backlog = 20_000
    @Option(help: "Seconds until the backlog falls due.") var due = 120
    @Flag(help: "One short round of each: a first look, no figure to quote.") var quick = false
    @Flag(help: "Only the webhooks.") var intakeOnly = false
    @Flag(help: "Only the deliveries.") var drainOnly = false

    mutating func run() async throws {
        if quick { (rounds, seconds, backlog, due) = (1, 3, min(backlog, 1000), 20) }
        let site = try Site(binary: binary, connectors: connectors, folder: folder)
        let disk = try Disk.measure(in: site.folder)
        var figures: JSONObject = ["machine": Machine.json, "disk": disk.json, "quick": .bool(quick)]
        var table = Table(title: "\(Machine.cpu), \(Machine.cores) cores; fdatasync of 4 KiB p50 \(disk.p50) µs")
        if !drainOnly {
            let intake = IntakeBench(site: site, seconds: seconds, connections: connections)
            let pairs = try await Pairs.run(rounds, intake.gateway, intake.bare)
            figures["webhooks"] = pairs.json(named: "gateway", "bare_http")
            table.add("durable verified webhooks", pairs.ours, of: "the HTTP stack answering 202", pairs.bare)
        }
        if !intakeOnly {
            let drain = DrainBench(site: site, backlog: backlog, due: due)
            let pairs = try await Pairs.run(rounds, drain.gateway, drain.bare)
            figures["deliveries"] = pairs.json(named: "gateway", "bare_libcurl")
            table.add("deliveries from a backlog of \(backlog)", pairs.ours, of: "libcurl alone", pairs.bare)
        }
        print(table.rendered)
        if let json { try FigureFile.write(.object(figures), to: json) }
    }
}

/// Figures kept as JSON.
enum FigureFile {
    static func write(_ figures: JSON, to path: String) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(figures.bytes + [UInt8(ascii: "\n")]).write(to: file)
    }
}
