import Glibc
import Synchronization

/// Where the time of day comes from.
///
/// Handed in everywhere; the demo hands in its own.
public protocol WallClock: Sendable {
    /// Now.
    var now: Timestamp { get }
}

/// The machine's clock.
public struct SystemClock: WallClock {
    /// The machine's clock.
    public init() {}

    /// Now, from `CLOCK_REALTIME`.
    public var now: Timestamp { Timestamp(microseconds: MachineTime.microseconds(of: CLOCK_REALTIME)) }
}

/// Time since the machine started, which no one can set: the second witness of how much time has passed.
public enum MachineTime {
    /// Microseconds since boot, including suspend (`CLOCK_BOOTTIME`).
    public static var sinceBoot: Int64 { microseconds(of: CLOCK_BOOTTIME) }

    /// The kernel's id of this boot, or `unknown`.
    public static let bootID: String = {
        guard let bytes = FileBytes.read("/proc/sys/kernel/random/boot_id", limit: 64) else { return "unknown" }
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }()

    static func microseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

/// Makes ids.
///
/// Random in production; from a seed in the demo, so that its story is the same every time.
public final class IDSource: Sendable {
    private let state: Mutex<UInt64?>

    /// Random ids, or the same sequence for the same seed.
    public init(seed: UInt64? = nil) {
        state = Mutex(seed)
    }

    /// A new id: the prefix, `_` and 26 letters and digits (130 bits).
    public func next(_ prefix: String) -> String {
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var text: [UInt8] = []
        for _ in 0..<26 { text.append(letters[Int(draw() & 31)]) }
        return "\(prefix)_\(String(decoding: text, as: UTF8.self))"
    }

    /// A random number below one, for jitter.
    public func fraction() -> Double { Double(draw() >> 11) / Double(1 << 53) }

    private func draw() -> UInt64 {
        state.withLock { seed in
            guard var value = seed else { return UInt64.random(in: .min ... .max) }
            value &+= 0x9E37_79B9_7F4A_7C15
            seed = value
            var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
