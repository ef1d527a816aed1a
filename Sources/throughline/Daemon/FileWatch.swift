/// When files that have changed should be read again; no I/O.
///
/// Somebody may still be writing, so that a change counts once the files have stood still.
struct FileWatch {
    /// What to do now.
    enum Advice: Equatable {
        case rest
        case read
    }

    /// How long files must stand still.
    static let stillness = Duration.seconds(1)
    /// How often to look: a change is read within a second and a half.
    static let interval = Duration.milliseconds(500)

    private var known: FileStamps
    private var changed: (stamps: FileStamps, since: ContinuousClock.Instant)?

    /// The files as they stood when they were read.
    init(_ stamps: FileStamps) {
        known = stamps
    }

    /// The files as they stood when they were read.
    var stamps: FileStamps { known }

    /// The files stand so at this time.
    mutating func look(_ stamps: FileStamps, at now: ContinuousClock.Instant) -> Advice {
        guard stamps != known else {
            changed = nil
            return .rest
        }
        if let changed, changed.stamps == stamps {
            return changed.since.duration(to: now) >= Self.stillness ? .read : .rest
        }
        changed = (stamps, now)
        return .rest
    }
}
