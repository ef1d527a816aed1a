import Core
import Glibc
import Synchronization

/// How many rows were read so far, in one line of a terminal that is written over and over.
final class ProgressLine: Sendable {
    /// Between two changes of the line.
    private static let pause = Duration.milliseconds(250)

    private let isShown: Bool
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// A line on standard error, when that is a terminal.
    init(isShown: Bool) {
        self.isShown = isShown && isatty(STDERR_FILENO) == 1
    }

    func show(_ rows: Int) {
        guard isShown, isDue() else { return }
        Terminal.errorBytes(Array("\r\(rows) rows\u{1B}[K".utf8))
    }

    /// Takes the line away.
    func end() {
        if isShown { Terminal.errorBytes(Array("\r\u{1B}[K".utf8)) }
    }

    private func isDue() -> Bool {
        let now = ContinuousClock.now
        return last.withLock { last in
            if let last, last.duration(to: now) < Self.pause { return false }
            last = now
            return true
        }
    }
}
