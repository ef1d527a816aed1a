import Core
import Foundation

/// What the figures were taken on.
enum Machine {
    static let cores = ProcessInfo.processInfo.activeProcessorCount

    static let cpu: String = {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    }()

    static var json: JSON {
        [
            "cpu": .string(cpu), "cores": .int(Int64(cores)),
            "kernel": .string(firstLine(of: ["uname", "-sr"])),
            "swift": .string(firstLine(of: ["swift", "--version"])),
            "sqlite": .string(libraryVersion("libsqlite3.so.0", "sqlite3_libversion")),
            "libcurl": .string(libraryVersion("libcurl.so.4", "curl_version")),
        ]
    }

    /// What a loaded library says of itself: the same file the daemon is linked to.
    private static func libraryVersion(_ library: String, _ function: String) -> String {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        guard let handle = dlopen(library, RTLD_NOW), let symbol = dlsym(handle, function) else { return "unknown" }
        return unsafeBitCast(symbol, to: Version.self)().map { String(cString: $0) } ?? "unknown"
    }

    private static func firstLine(of command: [String]) -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "unknown" }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}

/// What one durable write costs on this disk, without us.
struct Disk {
    /// Microseconds.
    let p50: UInt32
    let p99: UInt32

    var json: JSON { ["fdatasync_4k_p50_us": .int(Int64(p50)), "fdatasync_4k_p99_us": .int(Int64(p99))] }

    /// 200 times 4 KiB behind each other in a file of its own, each with its `fdatasync`.
    static func measure(in folder: URL) throws -> Disk {
        let path = folder.appending(path: "sync-probe").path
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw BenchFailure("cannot write to \(path)") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4096)
        var times: [UInt32] = []
        for number in 0..<200 {
            let begin = ContinuousClock.now
            guard pwrite(file, page, page.count, number * page.count) == page.count, fdatasync(file) == 0 else {
                throw BenchFailure("cannot sync \(path)")
            }
            times.append((ContinuousClock.now - begin).microseconds)
        }
        let sorted = Latencies(times)
        return Disk(p50: sorted.at(0.50), p99: sorted.at(0.99))
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    var microseconds: UInt32 { UInt32(clamping: Int64((seconds * 1e6).rounded())) }
}
