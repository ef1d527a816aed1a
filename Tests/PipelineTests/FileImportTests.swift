import Core
import Foundation
import Store
import Testing

@testable import Pipeline

@Suite("Imported files") struct FileImportTests {
    @Test("a plan changes nothing, the import does what it said, and the same again brings nothing")
    func twice() async throws {
        let scene = try FileScene()
        let file = try scene.write("1,84.50,Ann", "2,12.00,Bo", "2x,nothing,Cy")
        let plan = try await scene.plan(file)
        #expect(plan.counts == "2/0/0/1" && plan.isPlan)
        #expect(plan.events == ["account.placed": 2, "customer.updated": 2])
        #expect(try await scene.counts().pendingItems == 0)
        #expect(scene.names(in: "archive/placements").isEmpty)

        let first = try await scene.execute(file)
        #expect(first.counts == plan.counts && first.events == plan.events && !first.isPlan)
        #expect(try await scene.counts().pendingItems == 2)
        await scene.work()
        let events = try await scene.events(of: "1")
        #expect(
            events.prefix(2) == [
                "customer.updated account:acme:1:0001", "account.placed account:acme:1:0001:account.placed",
            ]
        )
        for report in [try await scene.plan(file), try await scene.execute(file)] {
            #expect(report.counts == "0/0/2/1" && report.events == [:])
        }
        #expect(try await scene.counts().pendingItems == 0)
    }

    @Test("a record that changes and changes back has three rows, and the last one holds")
    func changes() async throws {
        let scene = try FileScene()
        for (index, amount) in ["100.00", "90.00", "100.00"].enumerated() {
            let report = try await scene.execute(try scene.write("1,\(amount),Ann", "2,5.00,Bo"))
            #expect(report.counts == (index == 0 ? "2/0/0/0" : "0/1/1/0"))
        }
        await scene.work()
        let placed = try await scene.events(of: "1").filter { $0.hasPrefix("account.placed") }
        #expect(placed.map { $0.suffix(19) } == ["0001:account.placed", "0002:account.placed", "0003:account.placed"])
        let customer = try await scene.scene.customer()
        let facts = try await scene.store.read { (tx) throws(StoreError) in try tx.facts(of: customer) }
        #expect(facts.accounts[Scene.account]?.balance == 10_000)
    }

    @Test("rows of one file about one record come one after the other, in the plan too")
    func repeated() async throws {
        let scene = try FileScene()
        let file = try scene.write("1,100.00,Ann", "1,90.00,Ann", "1,90.00,Ann", "1,100.00,Ann")
        #expect(try await scene.plan(file).counts == "1/2/1/0")
        #expect(try await scene.execute(file).counts == "1/2/1/0")
        await scene.work()
        #expect(try await scene.events(of: "1").count { $0.hasPrefix("account.placed") } == 3)
        #expect(try await scene.execute(file).counts == "0/0/4/0")
        #expect(try await scene.plan(file).counts == "0/0/4/0")
        let other = try scene.write("1,100.00,Ann", "1,90.00,Ann", "2,1.00,Bo", to: "other.csv")
        #expect(try await scene.execute(other).counts == "1/1/1/0")
        #expect(try await scene.execute(file).counts == "0/3/1/0", "another file came between")
    }

    @Test("rejects are told with line, column and reason, and stand in a file of their own")
    func rejects() async throws {
        let scene = try FileScene()
        let text = """
            kind,creditor,account,balance
            placement,,1,x
            placement,nobody,2,5.00
            placement,acme,3,5.00
            "placement,acme,4,4111 1111 1111 1111
            """
        let report = try await scene.execute(try scene.put(text, at: scene.folder.appending(path: "a b.csv")))
        #expect(report.counts == "1/0/0/3")
        let told = report.rejects.map { "\($0.place.line):\($0.place.column) \($0.field ?? "-")" }
        #expect(told == ["2:14 balance", "3:18 account", "5:1 -"])
        #expect(report.rejects[1].reason == "no creditor is called `nobody`")
        #expect(report.archived == "20270302T170000Z-a b.csv")
        #expect(report.rejectFile?.hasSuffix("/archive/placements/20270302T170000Z-a b.csv.rejected.csv") == true)
        let lines = try scene.text("archive/placements/20270302T170000Z-a b.csv.rejected.csv").split(separator: "\n")
        #expect(lines[0] == "kind,creditor,account,balance,line,column,reason" && lines.count == 4)
        #expect(lines[2] == "placement,nobody,2,5.00,3,18,no creditor is called `nobody`")
        #expect(lines[3].hasPrefix("\"\"\"placement,acme,4,9999 9999 9999 9999\",,,,5,1,"))
        let copy = try scene.text("archive/placements/20270302T170000Z-a b.csv")
        #expect(copy == text.replacing("4111 1111 1111 1111", with: "9999 9999 9999 9999"))
    }

    @Test("only a file that brings something is kept, and no copy takes another's place")
    func archive() async throws {
        let scene = try FileScene()
        let file = try scene.write("1,5.00,Ann")
        for _ in 0..<2 { _ = try await scene.execute(file) }
        _ = try await scene.execute(try scene.write("1,6.00,Ann"))
        #expect(
            scene.names(in: "archive/placements") == [
                "20270302T170000Z-placements-2.csv", "20270302T170000Z-placements.csv",
            ]
        )
        #expect(FileBytes.names(in: scene.folder.path + "/archive/placements")?.count == 2, "nothing half written")
    }

    @Test("an import that was stopped goes on where it was", arguments: [1, 300])
    func stopped(rows: Int) async throws {
        let scene = try FileScene()
        let lines = (1...600).map { "\($0),5.00,Ann" }.joined(separator: "\nplacement,")
        let file = try scene.write(lines)
        await #expect(throws: ImportError.self) { try await scene.execute(file, stopAt: rows) }
        let before = try await scene.counts().pendingItems
        #expect(before >= min(Int64(rows), 250) && before < 600)
        #expect(scene.names(in: "archive/placements").isEmpty)
        let report = try await scene.execute(file)
        #expect(report.counts == "\(600 - before)/0/\(before)/0")
        #expect(try await scene.counts().pendingItems == 600)
    }

    @Test("whichever write fails, the same file again makes it whole")
    func failing() async throws {
        for failing in 1...4 {
            let whole = try FileScene()
            let scene = try FileScene(store: FailingStore(whole.store, at: failing))
            let lines = (1...300).map { "\($0),5.00,Ann" }.joined(separator: "\nplacement,")
            let file = try scene.write(lines)
            let first = try? await scene.execute(file)
            #expect((first == nil) == (failing <= 3), "two pieces and the report are written")
            let again = try FileScene(store: whole.store)
            let report = try await again.execute(try again.write(lines))
            #expect(report.new + report.unchanged == 300 && report.changed == 0)
            #expect(try await whole.counts().pendingItems == 300)
        }
    }

    @Test("a file whose header cannot be read is refused whole, and one of nobody too")
    func refused() async throws {
        let scene = try FileScene()
        let file = try scene.put("kind;account\nplacement;1\n", at: scene.folder.appending(path: "x.csv"))
        for isPlan in [true, false] {
            do throws(ImportError) {
                let input = try Self.opened(file)
                _ =
                    isPlan
                    ? try await scene.imports.plan(input, name: "x.csv", source: "placements")
                    : try await scene.imports.execute(input, name: "x.csv", source: "placements")
                Issue.record("it was taken")
            } catch {
                let reason = if case .unreadable(let failure) = error { failure.description } else { "\(error)" }
                #expect(reason.contains("is its delimiter `;`?"))
            }
        }
        #expect(throws: ImportError.self) { try scene.imports.source(named: "nobody") }
    }

    private static func opened(_ file: URL) throws(ImportError) -> InputFile {
        guard let input = InputFile(file.path) else { throw .brokenOff }
        return input
    }

    @Test("the last imports are told, the newest first; plans are not")
    func reports() async throws {
        let scene = try FileScene()
        for index in 1...60 {
            let file = try scene.write("\(index % 3),5.00,Ann", to: "f\(index).csv")
            _ = try await scene.plan(file)
            if index > 5 { _ = try await scene.execute(file) }
        }
        let reports = try await scene.imports.reports()
        #expect(reports.count == 50)
        #expect(reports.first?["file"] == "f60.csv" && reports.last?["file"] == "f11.csv")
        #expect(reports.first?["plan"] == false && reports.first?["rejects"] == nil)
    }

    @Test("a row that can no longer be read waits alone, with its reason")
    func unreadable() async throws {
        let scene = try FileScene()
        _ = try await scene.execute(try scene.write("1,5.00,Ann", "2,6.00,Bo", "3,7.00,Cy"))
        let configuration = Configuration(
            sources: scene.scene.configuration.sources,
            creditors: [:],
            policy: scene.scene.configuration.policy,
            triggers: [:]
        )
        let timeline = Timeline(configuration: configuration, ids: IDSource(seed: 1))
        let (items, stored) = try await scene.store.read { (tx) throws(StoreError) in
            let items = try tx.pendingItems(limit: 10)
            return (items, try tx.webhook(items[0].webhook))
        }
        #expect(items.map(\.key) == ["account:acme:1:0001", "account:acme:2:0001", "account:acme:3:0001"])
        let webhook = try #require(stored)
        #expect(webhook.webhook.url == "file:placements.csv?line=2" && webhook.connector == "system-of-record@1")
        try await scene.store.write { (tx) throws(StoreError) in
            let read = Normalizer(sources: configuration.sources).read(items, of: webhook)
            try timeline.record(read, turn: timeline.turn(tx, at: Scene.noon))
        }
        let waiting = try await scene.store.read { (tx) throws(StoreError) in
            try tx.quarantined(before: nil, limit: 10)
        }
        #expect(waiting.map(\.reason) == Array(repeating: "no creditor is called `acme`", count: 3))
        let rows = waiting.map { String(decoding: $0.webhook.body, as: UTF8.self).split(separator: "\n") }
        #expect(rows.map(\.count) == [2, 2, 2] && rows[0][1] == "placement,3,7.00,Cy")
    }
}

/// A store whose n-th write fails, and no other.
///
/// `@unchecked Sendable`: only the one import that writes counts, one write after the other.
private final class FailingStore: EventStore, @unchecked Sendable {
    private let store: SQLiteStore
    private var left: Int

    init(_ store: SQLiteStore, at place: Int) {
        self.store = store
        left = place
    }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        left -= 1
        if left == 0 { throw .full }
        return try await store.write(work)
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreReading) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        try await store.read(work)
    }

    func close() async { await store.close() }
}
