import Core
import Foundation
import Testing

@testable import throughline

@Suite("Watching files") struct FileWatchTests {
    private let start = ContinuousClock.now

    private func stamps(_ seconds: Int?) -> FileStamps {
        FileStamps(["config.yaml": seconds.map { FileStamp(seconds: $0, size: 1) }])
    }

    @Test("a change is read once the files have stood still for a second")
    func standsStill() {
        var watch = FileWatch(stamps(1))
        #expect(watch.look(stamps(1), at: start) == .rest)
        #expect(watch.look(stamps(2), at: start + .milliseconds(500)) == .rest)
        #expect(watch.look(stamps(2), at: start + .milliseconds(1000)) == .rest)
        #expect(watch.look(stamps(2), at: start + .milliseconds(1500)) == .read)
    }

    @Test("while somebody writes nothing is read")
    func isWritten() {
        var watch = FileWatch(stamps(1))
        for tick in 1...20 {
            #expect(watch.look(stamps(1 + tick), at: start + .milliseconds(500 * tick)) == .rest)
        }
        #expect(watch.look(stamps(21), at: start + .milliseconds(11_000)) == .read)
    }

    @Test("what is as it was read needs no reading; a file that goes or comes does", arguments: [nil, 2] as [Int?])
    func comesAndGoes(other: Int?) {
        var watch = FileWatch(stamps(1))
        #expect(watch.look(stamps(other), at: start) == .rest)
        #expect(watch.look(stamps(1), at: start + .seconds(1)) == .rest)
        #expect(watch.look(stamps(other), at: start + .seconds(2)) == .rest)
        #expect(watch.look(stamps(other), at: start + .seconds(3)) == .read)
    }

    @Test("a file that changed while it was read counts as changed, also in the same moment and at the same size")
    func changedMeanwhile() async throws {
        try await withFolder { folder in
            let file = "\(folder)/a.yaml"
            try "one".write(toFile: file, atomically: false, encoding: .utf8)
            let seen = FileBytes.noting { _ = (FileBytes.read(file), FileBytes.read("\(folder)/b.yaml")) }.seen
            let before = FileStamps(of: seen)
            #expect(before.now == before)
            try "two".write(toFile: file, atomically: false, encoding: .utf8)
            let after = FileStamps(of: seen)
            #expect(after.now != after)
        }
    }

    @Test("a file that was looked for in vain is watched too, and a folder whose files were listed")
    func missing() async throws {
        try await withFolder { folder in
            let seen = FileBytes.noting {
                _ = (FileBytes.read("\(folder)/tests.yaml"), Paths.matching("\(folder)/*.yaml"))
            }.seen
            let before = FileStamps(of: seen)
            try "x".write(toFile: "\(folder)/tests.yaml", atomically: false, encoding: .utf8)
            #expect(before.now != before)
            #expect(Set(seen.keys) == [folder, "\(folder)/tests.yaml"])
        }
    }
}

/// A folder of its own for the time of `body`.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "throughline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}
