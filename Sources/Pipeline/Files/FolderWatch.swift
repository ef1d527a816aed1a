import Connectors
public import Core
public import Logging

/// Imports the files that are put into the folders of sources, in the order of their names, and takes them away.
///
/// A file is taken when it has not changed for two seconds or, where the source says so, when its marker is there. A copy of
/// it goes to the archive; one whose header cannot be read goes to the folder `rejected` inside, with the reason beside it.
public actor FolderWatch {
    /// Files of a folder that are taken in one round; the others follow in the next.
    private static let roundLimit = 1000

    private let imports: FileImports
    private let nudge: Nudge
    private let log: Logger
    private var folders: [String: StillFiles] = [:]
    /// Folders whose trouble has been told.
    private var told: Set<String> = []

    /// A watch that looks whenever `nudge` rings: every second or two will do.
    public init(imports: FileImports, nudge: Nudge, log: Logger) {
        self.imports = imports
        self.nudge = nudge
        self.log = log
    }

    /// Watches until the nudge is finished or the task is cancelled; a file that is under way then is taken up again by the
    /// next watch.
    public nonisolated func run() async {
        await nudge.onRing { await look(at: .now) }
    }

    /// Looks at every folder once.
    func look(at now: ContinuousClock.Instant) async {
        let sources = imports.watching
        folders = folders.filter { folder in sources.contains { $0.folder?.path == folder.key } }
        for source in sources where !isStopped {
            if let folder = source.folder { await look(at: folder, of: source.name, now) }
        }
    }

    private var isStopped: Bool { nudge.isFinished || Task.isCancelled }

    private func look(at folder: WatchedFolder, of source: String, _ now: ContinuousClock.Instant) async {
        guard folder.make(), let sights = folder.sights else { return tellTrouble(with: folder, of: source) }
        told.remove(folder.path)
        let whole = folders[folder.path, default: StillFiles()].whole(among: sights, at: now)
        for sight in whole.prefix(Self.roundLimit) where !isStopped {
            guard await take(sight, in: folder, of: source) else { return }
        }
    }

    private func tellTrouble(with folder: WatchedFolder, of source: String) {
        guard told.insert(folder.path).inserted else { return }
        log.error("a folder cannot be read", metadata: ["source": "\(source)"])
    }

    /// False when the store or the disk fails, so that the others need not be tried now.
    private func take(_ sight: FolderFile, in folder: WatchedFolder, of source: String) async -> Bool {
        guard let file = InputFile(folder.path(of: sight)), file.stamp == sight.stamp else { return true }
        do throws(ImportError) {
            let report = try await imports.execute(
                file,
                name: sight.name,
                source: source,
                keepingCopy: true,
                shouldStop: { [nudge] in nudge.isFinished || Task.isCancelled }
            )
            tell(report)
            if !folder.remove(sight) { leave(sight, in: folder, of: source) }
            return true
        } catch {
            return await settle(error, sight, in: folder, of: source)
        }
    }

    private func tell(_ report: ImportReport) {
        log.info(
            "a file was imported",
            metadata: [
                "source": "\(report.source)", "new": "\(report.new)", "changed": "\(report.changed)",
                "unchanged": "\(report.unchanged)", "rejected": "\(report.rejected)",
            ]
        )
    }

    private func leave(_ sight: FolderFile, in folder: WatchedFolder, of source: String) {
        folders[folder.path]?.settle(sight)
        log.error("a file cannot be taken out of its folder", metadata: ["source": "\(source)"])
    }

    private func settle(
        _ error: ImportError,
        _ sight: FolderFile,
        in folder: WatchedFolder,
        of source: String
    ) async -> Bool {
        switch error {
        case .unreadable(let failure):
            await reject(sight, failure, in: folder, of: source)
            return true
        case .brokenOff:
            folders[folder.path]?.settle(sight)
            log.error("a file cannot be read to its end", metadata: ["source": "\(source)"])
            return true
        case .archive, .store:
            log.error("a file cannot be imported now", metadata: ["source": "\(source)", "reason": "\(error)"])
            return false
        case .stopped, .unknownSource, .readsNoFiles: return false
        }
    }

    private func reject(
        _ sight: FolderFile,
        _ failure: FileFailure,
        in folder: WatchedFolder,
        of source: String
    ) async {
        log.error("a file cannot be read", metadata: ["source": "\(source)"])
        do throws(ImportError) {
            try await imports.note(failure, file: sight.name, source: source)
        } catch {
            log.error("a report cannot be kept", metadata: ["source": "\(source)", "reason": "\(error)"])
        }
        if !folder.reject(sight, because: failure.description) { leave(sight, in: folder, of: source) }
    }
}
