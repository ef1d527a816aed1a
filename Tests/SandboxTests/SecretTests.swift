import Core
import Glibc
import Testing

@testable import Sandbox

@Suite("Secrets") struct SecretTests {
    private let definition: SandboxDefinition

    init() throws {
        definition = try SandboxDefinition.read(
            """
            sandbox: x
            version: 1
            secrets:
              token: whsec_${base64(random(24))}
              key: {keypair: ecdsa-p256}
              other: {keypair: ed25519, prefix: whpk_}
            """,
            name: "sandbox.yaml"
        )
    }

    @Test("are made once, for the owner alone")
    func once() throws {
        try withFolder { folder in
            try definition.prepareSecrets(in: folder)
            let names = ["key", "key.private", "other", "other.private", "token"]
            #expect(FileBytes.names(in: folder) == names)
            let first = names.map { FileBytes.read("\(folder)/\($0)") }
            try definition.prepareSecrets(in: folder)
            #expect(names.map { FileBytes.read("\(folder)/\($0)") } == first)
            for name in names {
                var status = stat()
                #expect(stat("\(folder)/\(name)", &status) == 0 && status.st_mode & 0o777 == 0o600)
            }
            let token = try #require(FileBytes.readText("\(folder)/token"))
            #expect(token.hasPrefix("whsec_") && Base64.decode(String(token.dropFirst(6)))?.count == 24)
            #expect(Base64.decode(try #require(FileBytes.readText("\(folder)/key")))?.count == 91)
            #expect(FileBytes.readText("\(folder)/other")?.hasPrefix("whpk_") == true)
            #expect(Set(definition.privateKeys(in: folder).keys) == ["key", "other"])
        }
    }

    @Test("a lost public half comes back from the private one, a lost private half does not")
    func halves() throws {
        try withFolder { folder in
            try definition.prepareSecrets(in: folder)
            for name in ["key", "other"] {
                let first = FileBytes.readText("\(folder)/\(name)")
                unlink("\(folder)/\(name)")
                try definition.prepareSecrets(in: folder)
                #expect(FileBytes.readText("\(folder)/\(name)") == first)
            }
            unlink("\(folder)/key.private")
            #expect(throws: SandboxError.privateHalfMissing("\(folder)/key.private")) {
                try definition.prepareSecrets(in: folder)
            }
        }
    }

    @Test("a folder that cannot be is said")
    func unwritable() {
        #expect(throws: SandboxError.unwritable("/proc/none/here")) {
            try definition.prepareSecrets(in: "/proc/none/here")
        }
    }
}
