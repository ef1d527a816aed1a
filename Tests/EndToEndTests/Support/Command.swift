import Foundation

/// A program run to its end.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// Runs a program with a deadline: `timeout` of coreutils then ends it and everything it started, with status 124.
    ///
    /// It reads the file `input`, or nothing.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: URL = Repository.root,
        input: URL? = nil,
        seconds: Int = 120
    ) async throws -> Command {
        try await Repository.withTemporaryFolder { scratch in
            let output = try Capture(scratch.appending(path: "output"))
            let errors = try Capture(scratch.appending(path: "errors"))
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments = ["--kill-after=20", "\(seconds)"] + arguments
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            process.currentDirectoryURL = folder
            process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? .nullDevice
            process.standardOutput = output.handle
            process.standardError = errors.handle
            try await finish(process)
            return Command(status: process.terminationStatus, output: try output.text(), errors: try errors.text())
        }
    }

    private static func finish(_ process: Process) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
    }

    /// A file that takes what a program prints: no pipe that could fill up.
    private struct Capture {
        let url: URL
        let handle: FileHandle

        init(_ url: URL) throws {
            try Data().write(to: url)
            self.url = url
            handle = try FileHandle(forWritingTo: url)
        }

        func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
    }
}
