import Glibc

/// The lines of a stream, each within a bound, so that no input fills the memory.
struct InputLines {
    /// Bytes a line may have.
    static let lineLimit = 16 * 1024 * 1024
    private static let chunk = 64 * 1024
    private static let end = UInt8(ascii: "\n")

    /// One line without its end; nil for one beyond the bound.
    typealias Line = [UInt8]?

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isTooLong = false
    private var isAtEnd = false
    /// Whether reading ended in a failure.
    private(set) var hasFailed = false

    /// The lines of what `descriptor` gives.
    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Hands every line to `body`; calls `rest` before it waits for more.
    mutating func forEach(_ body: (Line) -> Void, rest: () -> Void) {
        while !isAtEnd {
            rest()
            let added = read()
            deliver(searchingFrom: buffer.count - added, body)
        }
        if isTooLong || !buffer.isEmpty { body(isTooLong ? nil : buffer) }
    }

    /// Hands over every line that is whole, and keeps the rest.
    private mutating func deliver(searchingFrom place: Int, _ body: (Line) -> Void) {
        var start = 0
        var place = place
        while let end = lineEnd(from: place) {
            let isWithin = !isTooLong && end - start <= Self.lineLimit
            body(isWithin ? Array(buffer[start..<end]) : nil)
            isTooLong = false
            start = end + 1
            place = start
        }
        buffer.removeSubrange(..<start)
        if buffer.count > Self.lineLimit {
            isTooLong = true
            buffer.removeAll()
        }
    }

    private func lineEnd(from place: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard place < bytes.count, let start = bytes.baseAddress else { return nil }
            return memchr(start + place, Int32(Self.end), bytes.count - place).map { UnsafeRawPointer($0) - start }
        }
    }

    /// Appends what there is, and tells how much.
    private mutating func read() -> Int {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { space, filled in
            repeat {
                count = Glibc.read(descriptor, space.baseAddress, space.count)
            } while count < 0 && Readiness.comes(to: descriptor, for: POLLIN, after: errno)
            filled = max(0, count)
        }
        hasFailed = count < 0
        isAtEnd = count <= 0
        buffer += bytes
        return bytes.count
    }
}
