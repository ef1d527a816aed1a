import Core

/// Looks at what a daemon needs of its machine: disk, clock, time zones.
struct MachineDoctor: Sendable {
    /// The path of the database.
    let storePath: String
    /// The release of the time zone data; nil where there is none.
    let tzdata: String?
    let now: Timestamp

    /// Free bytes below which nothing should be started, and below which somebody should look.
    private static let leastBytes: Int64 = 100 * 1024 * 1024
    private static let fewBytes: Int64 = 1024 * 1024 * 1024
    /// No clock that is set shows less than this: the year this was written in.
    private static let earliest = Timestamp(rfc3339: "2026-01-01T00:00:00Z") ?? Timestamp(seconds: 0)
    private static let latest = Timestamp(rfc3339: "2100-01-01T00:00:00Z") ?? Timestamp(seconds: 0)

    /// Everything about it.
    func findings() -> [Finding] {
        var findings = Findings("machine")
        addFolder(to: &findings)
        addSpace(to: &findings, Place(existingFolder).freeBytes)
        addClock(to: &findings)
        addZones(to: &findings)
        return findings.all
    }

    private var folder: String { Paths.folder(of: storePath) }

    /// The folder, or the nearest one above that is there.
    private var existingFolder: String {
        var folder = folder
        while Place(folder).freeBytes == nil, folder != "/", folder != "." { folder = Paths.folder(of: folder) }
        return folder
    }

    private func addFolder(to findings: inout Findings) {
        let isWritable = Place(folder).isWritable
        let message = isWritable ? folder : "\(folder) cannot be written"
        let hint = isWritable ? nil : "make it for whoever runs the daemon: `install -d -m 700 \(folder)`"
        findings.add("data folder", isWritable ? .fine : .problem, message, hint: hint)
    }

    func addSpace(to findings: inout Findings, _ bytes: Int64?) {
        guard let bytes else { return findings.add("disk space", .skipped, "cannot be told") }
        let verdict: Finding.Verdict = bytes < Self.leastBytes ? .problem : bytes < Self.fewBytes ? .warning : .fine
        let message = "\(bytes / (1024 * 1024)) MiB free"
        let hint = "a full disk stops everything: nothing is acknowledged any more"
        findings.add("disk space", verdict, message, hint: verdict == .fine ? nil : hint)
    }

    private func addClock(to findings: inout Findings) {
        let isSane = Self.earliest <= now && now < Self.latest
        let hint = isSane ? nil : "set the clock; contacts are decided by it"
        findings.add("clock", isSane ? .fine : .problem, now.description, hint: hint)
    }

    private func addZones(to findings: inout Findings) {
        guard let tzdata else {
            return findings.add("time zones", .problem, "there is no data", hint: "install the package tzdata")
        }
        findings.add("time zones", .fine, "tzdata \(tzdata)")
    }
}
