import Core
import Foundation

/// A program that is run to its end for what it prints.
enum Tool {
    /// Its standard output; standard error is ours.
    ///
    /// - Throws: when it cannot be run, or does not end with 0.
    static func output(of command: [String], environment: [String: String] = [:]) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("`\(command.joined(separator: " "))` ended with \(process.terminationStatus)")
        }
        return Array(output)
    }
}

extension JSON {
    /// The value of a number, otherwise nil.
    var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
}
