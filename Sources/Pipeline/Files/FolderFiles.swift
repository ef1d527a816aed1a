import Connectors
import Core

/// What a watched folder holds, and where its files go.
extension WatchedFolder {
    /// Where files go that cannot be read at all.
    private static let rejectedFolder = "rejected"
    /// Names of files that programs write before they give them their own.
    private static let unfinished = [".part", ".tmp", ".filepart"]

    func path(of sight: FolderFile) -> String { "\(path)/\(sight.name)" }

    /// Its regular files with the names of data, sorted, and, where there are markers, only those with one; nil when it
    /// cannot be read.
    var sights: [FolderFile]? {
        guard let names = FileBytes.names(in: path) else { return nil }
        let all = marker == nil ? [] : Set(names.map(ByteKey.init))
        return names.compactMap { name in
            guard Self.isData(name), isMarked(name, among: all) ?? true else { return nil }
            return InputFile.Stamp(path: "\(path)/\(name)")
                .map { FolderFile(name: name, stamp: $0, isMarked: marker != nil) }
        }
    }

    /// Nil where there are no markers.
    private func isMarked(_ name: String, among names: Set<ByteKey>) -> Bool? {
        marker.map { !name.hasSuffix($0) && names.contains(ByteKey(name + $0)) }
    }

    private static func isData(_ name: String) -> Bool {
        let small = name.lowercased()
        return !name.hasPrefix(".") && !unfinished.contains { small.hasSuffix($0) }
    }

    /// Takes a file away that is done with, unless somebody wrote to it meanwhile; false when that is not possible.
    func remove(_ sight: FolderFile) -> Bool {
        guard InputFile.Stamp(path: path(of: sight)) == sight.stamp else { return true }
        return Disk.remove(path(of: sight), in: path) && removeMarker(of: sight)
    }

    /// Puts a file aside, and beside it why it cannot be read; false when that is not possible.
    func reject(_ sight: FolderFile, because reason: String) -> Bool {
        let target = "\(path)/\(Self.rejectedFolder)"
        guard Disk.makeFolder(target, mode: Self.mode),
            let name = Disk.move(path(of: sight), to: target, as: sight.name), removeMarker(of: sight),
            let file = OutputFile(in: target)
        else { return false }
        return file.write(Array("\(reason)\n".utf8)) && file.commit(as: "\(name).reason.txt") != nil
    }

    private func removeMarker(of sight: FolderFile) -> Bool {
        marker.map { Disk.remove(path(of: sight) + $0, in: path) } ?? true
    }

    /// Makes the folder, so that files can be put there: by its group too, which a transfer program may be of.
    func make() -> Bool { Disk.makeFolder(path, mode: Self.mode) }

    private static let mode: UInt32 = 0o770
}
