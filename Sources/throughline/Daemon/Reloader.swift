import Core
import Logging
import Pipeline
import Policy
import Web

/// Reads the files of a daemon again, and puts what they say in force when all of it is good.
///
/// One reading follows the other; reading blocks and so has a thread of its own.
actor Reloader {
    /// Who asks.
    enum Cause: String {
        case signal
        case files
        case request
    }

    /// Problems in the log for one reading: the rest is told at `/readyz`.
    private static let loggedProblems = 50

    nonisolated let state: Current<ConfigurationState>
    private let files: SettingsFiles
    private let running: Settings
    private let inForce: InForce
    private let clock: any WallClock
    private let log: Logger
    private var version: SettingsFiles.Version
    private var watch = FileWatch(FileStamps())
    private var last: Task<ReloadOutcome, Never>?
    /// One that has not begun, so that it serves everybody who asks meanwhile.
    private var waiting: Task<ReloadOutcome, Never>?

    /// A reloader of a daemon that was started with `version` of `files`.
    init(
        _ files: SettingsFiles,
        version: SettingsFiles.Version,
        inForce: InForce,
        clock: any WallClock,
        log: Logger
    ) {
        self.files = files
        self.version = version
        running = version.settings
        self.inForce = inForce
        self.clock = clock
        self.log = log
        state = Current(ConfigurationState())
    }

    /// Reads everything once those are done who asked before.
    func reload(by cause: Cause) async -> ReloadOutcome {
        if let waiting { return await waiting.value }
        let before = last
        let reading = Task {
            _ = await before?.value
            waiting = nil
            return await read(by: cause)
        }
        (last, waiting) = (reading, reading)
        return await reading.value
    }

    /// Looks at the files every so often, until the task is cancelled.
    func follow() async {
        let seen = version.seen
        watch = FileWatch(await PosixThread.apart { FileStamps(of: seen) })
        while !Task.isCancelled {
            try? await Task.sleep(for: FileWatch.interval)
            let known = watch.stamps
            let stamps = await PosixThread.apart { known.now }
            if known == watch.stamps, watch.look(stamps, at: .now) == .read { _ = await reload(by: .files) }
        }
    }

    private func read(by cause: Cause) async -> ReloadOutcome {
        let (reading, stamps) = await PosixThread.apart { [files] in
            let reading = files.read()
            return (reading, FileStamps(of: reading.seen))
        }
        watch = FileWatch(stamps)
        switch reading.result {
        case .success(let settings): return take(SettingsFiles.Version(settings: settings, seen: reading.seen), cause)
        case .failure(let problems): return refuse(problems, cause)
        }
    }

    private func take(_ new: SettingsFiles.Version, _ cause: Cause) -> ReloadOutcome {
        let changes = Changes(from: version, to: new, running: running)
        let known = state.value
        inForce.take(new.settings)
        version = new
        var taken = ConfigurationState()
        taken.since = changes.isEmpty ? known.since : clock.now
        taken.needsRestart = changes.needsRestart
        state.replace(taken)
        let isNews = !changes.isEmpty || !known.problems.isEmpty || known.needsRestart != taken.needsRestart
        if isNews || cause != .files { note(changes, cause) }
        return .taken(changes: changes.json)
    }

    private func refuse(_ problems: Diagnostics, _ cause: Cause) -> ReloadOutcome {
        let sorted = problems.sorted
        var refused = state.value
        refused.problems = sorted
        state.replace(refused)
        log.error("configuration refused", metadata: ["by": "\(cause)", "problems": "\(sorted.count)"])
        for problem in sorted.prefix(Self.loggedProblems) {
            log.error("configuration problem", metadata: problem.metadata)
        }
        return .refused(sorted)
    }

    private func note(_ changes: Changes, _ cause: Cause) {
        let policy = version.settings.configuration.policy.gate.digest
        var metadata: Logger.Metadata = ["by": "\(cause)", "policy": "\(policy)"]
        for member in changes.json.object?.members ?? [] { metadata[member.name] = "\(member.value.text)" }
        log.info("configuration taken", metadata: metadata)
        if !changes.needsRestart.isEmpty {
            let names = changes.needsRestart.joined(separator: ", ")
            log.warning("part of the configuration needs a restart", metadata: ["parts": "\(names)"])
        }
    }
}

extension Diagnostic {
    /// Without the line, since it may hold what it should not.
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "file": "\(file)", "line": "\(place.line)", "column": "\(place.column)", "severity": "\(severity)",
            "code": "\(code)", "problem": "\(message)",
        ]
        if let hint { metadata["hint"] = "\(hint)" }
        return metadata
    }
}
