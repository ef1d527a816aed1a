import Core
import Foundation

/// A server in a process of its own that says on which port it listens: `{…"message":"listening"…"port":N…}`.
final class Child: Sendable {
    private let pid: Int32
    private let ended: AsyncStream<Int32>
    private let home: URL
    let port: Int

    private init(pid: Int32, ended: AsyncStream<Int32>, home: URL, port: Int) {
        self.pid = pid
        self.ended = ended
        self.home = home
        self.port = port
    }

    /// Starts a server and returns when it listens; a minute at most.
    static func start(
        _ program: URL,
        _ arguments: [String],
        environment: [String: String],
        home: URL
    ) async throws -> Child {
        let log = home.appending(path: "log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = home
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, process.isRunning {
            if let port = try listeningPort(in: log) {
                return Child(pid: process.processIdentifier, ended: ended, home: home, port: port)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        throw BenchFailure("\(program.lastPathComponent) does not listen:\n\(try tail(of: log))")
    }

    private static func listeningPort(in log: URL) throws -> Int? {
        for line in try String(contentsOf: log, encoding: .utf8).split(separator: "\n") where line.contains("listening")
        {
            guard let entry = try? JSON.parse(String(line)), entry["message"] == "listening" else { continue }
            if let port = (entry["port"] ?? entry["metadata"]?["port"]) {
                return port.int.map(Int.init) ?? port.string.flatMap { Int($0) }
            }
        }
        return nil
    }

    private static func tail(of log: URL) throws -> String {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").suffix(20).joined(separator: "\n")
    }

    /// Ends it with SIGTERM and removes its folder.
    ///
    /// - Throws: when it does not end with 0 within a minute.
    func stop() async throws {
        kill(pid, SIGTERM)
        let status = await withTaskGroup(of: Int32?.self) { group in
            group.addTask { [ended] in await ended.first { _ in true } }
            group.addTask {
                try? await Task.sleep(for: .seconds(60))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if status == nil { kill(pid, SIGKILL) }
        guard status == 0 else {
            throw BenchFailure(
                "it ended with \(status.map(String.init) ?? "nothing in a minute"); see \(home.path)/log"
            )
        }
        try FileManager.default.removeItem(at: home)
    }
}
