import Core
import Foundation
import Testing

@testable import Outbound

/// The certificate that we show to servers that ask for one, against the server of OpenSSL.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct ClientIdentityTests {
    @Test
    func `a certificate is shown by the calls that have one, and by no other`() async throws {
        let scene = try IdentityScene()
        defer { scene.stop() }
        let transport = try CurlTransport(authorities: scene.path("ca.pem"))
        for name in [nil, "first", "second", nil, "first"] {
            let reply = try #require(replied(await transport.send(try scene.call(as: name))))
            let text = String(decoding: reply.body, as: UTF8.self).replacing(" ", with: "")
            #expect(text.contains("CN=first") == (name == "first"))
            #expect(text.contains("CN=second") == (name == "second"))
        }
        let mixed = ClientIdentity(certificate: try scene.secret("first.pem"), key: try scene.secret("second.key"))
        let nonsense = ClientIdentity(certificate: Secret("PEM"), key: Secret(""))
        for identity in [mixed, nonsense] {
            var call = try scene.call(as: nil)
            call.identity = identity
            expect(await transport.send(call), is: .neverSent(.tlsFailed))
        }
        await transport.stop()
    }
}

/// A server that tells which certificate it was shown, an authority, and two certificates of ours.
private struct IdentityScene {
    private let folder: String
    private let server = Process()
    private let port: Int

    init() throws {
        folder = NSTemporaryDirectory() + "identity-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let key = ["-newkey", "rsa:2048", "-nodes"]
        try Self.run(["req", "-x509"] + key + ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca"], in: folder)
        try "subjectAltName=IP:127.0.0.1".write(toFile: "\(folder)/names", atomically: true, encoding: .utf8)
        for name in ["server", "first", "second"] {
            let files = ["-keyout", "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(name)"]
            try Self.run(["req"] + key + files, in: folder)
            let signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2"]
            try Self.run(["x509", "-req", "-in", "\(name).csr", "-out", "\(name).pem"] + signing, in: folder)
        }
        let options = ["-cert", "server.pem", "-key", "server.key", "-CAfile", "ca.pem", "-verify", "1", "-www"]
        let output = Pipe()
        Self.prepare(server, ["s_server", "-accept", "127.0.0.1:0"] + options, in: folder)
        server.standardOutput = output
        try server.run()
        port = try #require(Self.port(in: output.fileHandleForReading), "the server does not start")
    }

    /// A child of a task's thread has SIGTERM blocked, as the thread has.
    func stop() {
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ file: String) -> String { "\(folder)/\(file)" }

    func secret(_ file: String) throws -> Secret { Secret(try #require(FileBytes.readText(path(file)))) }

    func call(as name: String?) throws -> HTTPCall {
        var call = loopbackCall("GET", "https://127.0.0.1:\(port)/")
        call.identity = try name.map { name in
            ClientIdentity(certificate: try secret("\(name).pem"), key: try secret("\(name).key"))
        }
        return call
    }

    private static func run(_ arguments: [String], in folder: String) throws {
        let process = Process()
        prepare(process, arguments, in: folder)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "openssl \(arguments.first ?? "")")
    }

    private static func prepare(_ process: Process, _ arguments: [String], in folder: String) {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
    }

    /// The port behind `ACCEPT 127.0.0.1:`, which the server writes when it listens.
    private static func port(in output: FileHandle) -> Int? {
        var text = ""
        while true {
            let more = output.availableData
            guard !more.isEmpty else { return nil }
            text += String(decoding: more, as: UTF8.self)
            guard text.hasSuffix("\n"), let line = text.split(separator: "\n").last, line.hasPrefix("ACCEPT") else {
                continue
            }
            return line.split(separator: ":").last.flatMap { Int($0) }
        }
    }
}
