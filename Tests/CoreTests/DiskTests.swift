import Foundation
import Testing

@testable import Core

@Suite("Files on disk") struct DiskTests {
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)").path
        #expect(Disk.makeFolder(folder + "/inner"))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test("a file is read piece by piece, and again from its beginning")
    func reading() throws {
        try Self.withFolder { folder in
            try Self.write("abcde", "\(folder)/a")
            let file = try #require(InputFile("\(folder)/a"))
            #expect(file.read(upTo: 3) == Array("abc".utf8) && file.read(upTo: 3) == Array("de".utf8))
            #expect(file.read(upTo: 3) == [] && file.rewind() && file.read(upTo: 9)?.count == 5)
        }
    }

    @Test("what is no regular file is not opened, and a link only when somebody names it himself")
    func special() throws {
        try Self.withFolder { folder in
            try Self.write("x", "\(folder)/a")
            symlink("\(folder)/a", "\(folder)/link")
            mkfifo("\(folder)/pipe", 0o600)
            for name in ["link", "pipe", "inner", "none"] {
                #expect(InputFile("\(folder)/\(name)") == nil && InputFile.Stamp(path: "\(folder)/\(name)") == nil)
            }
            #expect(InputFile("\(folder)/link", followingLinks: true)?.read(upTo: 9) == Array("x".utf8))
            #expect(InputFile("\(folder)/pipe", followingLinks: true) == nil)
        }
    }

    @Test("a stamp tells a file from itself after a change")
    func stamps() throws {
        try Self.withFolder { folder in
            let path = "\(folder)/a"
            try Self.write("x", path)
            let first = try #require(InputFile.Stamp(path: path))
            #expect(InputFile(path)?.stamp == first && first.size == 1)
            try Self.write("xy", path)
            #expect(InputFile.Stamp(path: path) != first)
        }
    }

    @Test("a file that is written has no name before it is whole, and takes that of no other")
    func writing() throws {
        try Self.withFolder { folder in
            for text in ["one", "two", "three"] {
                let file = try #require(OutputFile(in: folder))
                #expect(file.write(Array(text.utf8)))
                let name = file.commit(as: "a.csv")
                #expect(name == ["one": "a.csv", "two": "a-2.csv", "three": "a-3.csv"][text])
            }
            var lost = OutputFile(in: folder)
            #expect(lost?.write([0x61]) == true)
            #expect(FileBytes.names(in: folder)?.count == 5)
            lost = nil
            #expect(FileBytes.names(in: folder) == ["a-2.csv", "a-3.csv", "a.csv", "inner"])
            #expect(FileBytes.readText("\(folder)/a-2.csv") == "two")
            #expect(OutputFile(in: "\(folder)/none") == nil)
        }
    }

    @Test("a scratch file never has a name, and is read again")
    func scratch() throws {
        try Self.withFolder { folder in
            let file = try #require(OutputFile(in: folder, isScratch: true))
            #expect(FileBytes.names(in: folder) == ["inner"])
            #expect(file.write(Array("abc".utf8)))
            #expect(file.reread()?.read(upTo: 9) == Array("abc".utf8))
            #expect(file.commit(as: "x") == nil)
        }
    }

    @Test("a file is moved beside one of its name")
    func moving() throws {
        try Self.withFolder { folder in
            for text in ["1", "2"] {
                try Self.write(text, "\(folder)/a")
                let name = Disk.move("\(folder)/a", to: "\(folder)/inner", as: "a")
                #expect(name == (text == "1" ? "a" : "a-2"))
            }
            #expect(FileBytes.names(in: "\(folder)/inner") == ["a", "a-2"])
            #expect(Disk.move("\(folder)/none", to: "\(folder)/inner", as: "b") == nil)
            #expect(FileBytes.names(in: "\(folder)/inner") == ["a", "a-2"])
            #expect(Disk.remove("\(folder)/inner/a", in: "\(folder)/inner"))
            #expect(FileBytes.names(in: "\(folder)/inner") == ["a-2"])
        }
    }
}
