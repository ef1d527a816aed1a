import Core
import Foundation
import Logging
import Store
import Testing

@testable import Pipeline

@Suite("Watched folders") struct FolderWatchTests {
    private static let start = ContinuousClock.now

    /// A watch over the folder of a scene.
    private static func watch(_ scene: FileScene, _ nudge: Nudge = Nudge()) -> FolderWatch {
        FolderWatch(
            imports: scene.imports,
            nudge: nudge,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private static func incoming(_ scene: FileScene, _ name: String) -> URL {
        scene.folder.appending(path: "incoming/\(name)")
    }

    private static func put(_ account: String, _ name: String, in scene: FileScene) throws {
        _ = try scene.put("\(FileScene.header)\nplacement,\(account),5.00,Ann\n", at: incoming(scene, name))
    }

    private static func look(_ watch: FolderWatch, after seconds: Int) async {
        await watch.look(at: start.advanced(by: .seconds(seconds)))
    }

    @Test("a file is taken once it has been still for two seconds, and goes to the archive")
    func still() async throws {
        let scene = try FileScene()
        let watch = Self.watch(scene)
        await Self.look(watch, after: 0)
        #expect(scene.names(in: "") == ["incoming"], "the folder is made")
        try Self.put("1", "a.csv", in: scene)
        await Self.look(watch, after: 10)
        await Self.look(watch, after: 11)
        #expect(scene.names(in: "incoming") == ["a.csv"])
        try Self.put("2", "a.csv", in: scene)
        await Self.look(watch, after: 13)
        #expect(scene.names(in: "incoming") == ["a.csv"], "it has changed")
        await Self.look(watch, after: 15)
        #expect(scene.names(in: "incoming").isEmpty)
        #expect(scene.names(in: "archive/placements") == ["20270302T170000Z-a.csv"])
        #expect(try await scene.counts().pendingItems == 1)
        await scene.work()
        #expect(try await scene.events(of: "2").count == 2)
    }

    @Test("files are taken in the order of their names; what is hidden, unfinished or a link is left alone")
    func order() async throws {
        let scene = try FileScene()
        let watch = Self.watch(scene)
        await Self.look(watch, after: 0)
        for name in ["c.csv", "a.csv", "b.csv", ".hidden.csv", "d.csv.part", "e.TMP"] {
            try Self.put(name, name, in: scene)
        }
        let outside = try scene.write("9,5.00,Eve", to: "outside.csv")
        try FileManager.default.createSymbolicLink(at: Self.incoming(scene, "aa.csv"), withDestinationURL: outside)
        try FileManager.default.createDirectory(at: Self.incoming(scene, "ab.csv"), withIntermediateDirectories: true)
        for seconds in [1, 4] { await Self.look(watch, after: seconds) }
        let reports = try await scene.imports.reports()
        #expect(reports.map { $0["file"]?.string } == ["c.csv", "b.csv", "a.csv"], "the newest first")
        #expect(scene.names(in: "incoming") == ["aa.csv", "ab.csv", "d.csv.part", "e.TMP"])
        #expect(try await scene.events(of: "9").isEmpty)
    }

    @Test("a file whose header cannot be read is put aside, with the reason beside it")
    func refused() async throws {
        let scene = try FileScene()
        let watch = Self.watch(scene)
        await Self.look(watch, after: 0)
        for seconds in [1, 10] {
            _ = try scene.put("nothing\n1\n", at: Self.incoming(scene, "a.csv"))
            for later in [seconds, seconds + 3] { await Self.look(watch, after: later) }
        }
        #expect(scene.names(in: "incoming") == ["rejected"])
        #expect(scene.names(in: "incoming/rejected") == ["a-2.csv", "a-2.csv.reason.txt", "a.csv", "a.csv.reason.txt"])
        let reason = try scene.text("incoming/rejected/a.csv.reason.txt")
        #expect(reason == "line 1, column 1: the header has no `account`\n")
        #expect(try await scene.imports.reports().first?["refused"] == "the header has no `account`")
        #expect(scene.names(in: "archive/placements").isEmpty)
    }

    @Test("with a marker a file is taken as soon as that is there, and not before")
    func marker() async throws {
        let scene = try FileScene(marker: ".done")
        let watch = Self.watch(scene)
        await Self.look(watch, after: 0)
        try Self.put("1", "a.csv", in: scene)
        for seconds in [1, 10] { await Self.look(watch, after: seconds) }
        #expect(scene.names(in: "incoming") == ["a.csv"])
        _ = try scene.put("", at: Self.incoming(scene, "a.csv.done"))
        await Self.look(watch, after: 11)
        #expect(scene.names(in: "incoming").isEmpty)
        #expect(try await scene.counts().pendingItems == 1)
    }

    @Test("a watch that ends leaves what it has not taken, and the next one takes it")
    func ending() async throws {
        let scene = try FileScene()
        let nudge = Nudge()
        let watch = Self.watch(scene, nudge)
        await Self.look(watch, after: 0)
        try Self.put("1", "a.csv", in: scene)
        await Self.look(watch, after: 1)
        nudge.finish()
        await Self.look(watch, after: 5)
        #expect(scene.names(in: "incoming") == ["a.csv"])
        let next = Self.watch(scene)
        for seconds in [6, 9] { await Self.look(next, after: seconds) }
        #expect(scene.names(in: "incoming").isEmpty)
    }

    @Test("a file that was taken and cannot be moved is not taken again and again")
    func stuck() throws {
        var files = StillFiles()
        let url = FileManager.default.temporaryDirectory.appending(path: "stuck-\(UUID().uuidString)")
        try Data("a".utf8).write(to: url)
        let stamp = try #require(InputFile.Stamp(path: url.path))
        let sight = FolderFile(name: "a", stamp: stamp, isMarked: false)
        #expect(files.whole(among: [sight], at: Self.start).isEmpty)
        let later = Self.start.advanced(by: .seconds(2))
        #expect(files.whole(among: [sight], at: later) == [sight])
        files.settle(sight)
        #expect(files.whole(among: [sight], at: later).isEmpty)
        try Data("ab".utf8).write(to: url)
        let changed = FolderFile(name: "a", stamp: try #require(InputFile.Stamp(path: url.path)), isMarked: false)
        #expect(files.whole(among: [changed], at: later).isEmpty)
        #expect(files.whole(among: [changed], at: later.advanced(by: .seconds(2))) == [changed])
        #expect(files.whole(among: [], at: later).isEmpty)
    }
}
