import Core

/// Which files of a folder are whole: those that nobody has written to for a while, or that somebody says so of; no I/O.
struct StillFiles: Sendable {
    /// How long a file must not have changed.
    static let stillness = Duration.seconds(2)

    private var since: [String: (stamp: InputFile.Stamp, at: ContinuousClock.Instant)] = [:]
    /// Files that are done with and stay where they are.
    private var settled: [String: InputFile.Stamp] = [:]

    /// The files that may be taken, in the order of `sights`; what is seen no more is forgotten.
    mutating func whole(among sights: [FolderFile], at now: ContinuousClock.Instant) -> [FolderFile] {
        let names = Set(sights.map(\.name))
        since = since.filter { names.contains($0.key) }
        settled = settled.filter { names.contains($0.key) }
        return sights.filter { sight in
            if settled[sight.name] == sight.stamp { return false }
            return sight.isMarked || isStill(sight, at: now)
        }
    }

    private mutating func isStill(_ sight: FolderFile, at now: ContinuousClock.Instant) -> Bool {
        guard let seen = since[sight.name], seen.stamp == sight.stamp else {
            since[sight.name] = (sight.stamp, now)
            return false
        }
        return seen.at.duration(to: now) >= Self.stillness
    }

    /// Leaves a file alone until it changes.
    mutating func settle(_ sight: FolderFile) { settled[sight.name] = sight.stamp }
}

/// A file as it was seen in a folder.
struct FolderFile: Sendable, Equatable {
    let name: String
    let stamp: InputFile.Stamp
    /// Whether its marker says that it is whole.
    let isMarked: Bool
}
