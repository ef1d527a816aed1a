import Core

/// Gathers a reply as it arrives, within bounds, so that no provider can make us hold more than we chose to.
struct ReplyCollector {
    /// Header lines read before the reply is refused.
    static let headerLimit = 200
    /// Bytes of header lines read before the reply is refused.
    static let headerBytesLimit = 64 * 1024
    /// Bytes of a body read, and mostly dropped, before the reply is refused.
    static let bodyBytesLimit = 8 * 1024 * 1024

    private let keptBytes: Int
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private var headerLines = 0
    private var headerBytes = 0
    private var bodyBytes = 0
    private var isInHead = false

    /// A collector that keeps the first `keptBytes` of a body.
    init(keptBytes: Int = HTTPReply.keptBodyBytes) {
        self.keptBytes = max(0, min(keptBytes, Self.bodyBytesLimit))
    }

    /// Takes one header line with its line end; false when the reply has too many.
    mutating func takeHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        headerLines += 1
        headerBytes += line.count
        guard headerLines <= Self.headerLimit, headerBytes <= Self.headerBytesLimit else { return false }
        if unsafe line.starts(with: "HTTP/".utf8) {
            headers.removeAll(keepingCapacity: true)
            isInHead = true
        } else if unsafe line.first == 0x0D || line.first == 0x0A {
            isInHead = false
        } else if isInHead {
            unsafe appendHeader(line)
        }
        return true
    }

    /// Takes a piece of the body, keeping its beginning; false when the body is too long.
    mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bodyBytes += bytes.count
        guard bodyBytes <= Self.bodyBytesLimit else { return false }
        let room = keptBytes - body.count
        if room > 0 { unsafe body.append(contentsOf: bytes.prefix(room)) }
        return true
    }

    private mutating func appendHeader(_ line: UnsafeRawBufferPointer) {
        guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return }
        let name = unsafe String(unsafeUninitializedCapacity: colon) { buffer in
            for index in 0..<colon { unsafe buffer[index] = RequestCheck.lowered(line[index]) }
            return colon
        }
        headers.append((name, unsafe String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)))
    }

    private static func trimmed(_ text: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var text = unsafe text
        while let byte = unsafe text.last, byte <= 0x20 { unsafe text.removeLast() }
        while let byte = unsafe text.first, byte <= 0x20 { unsafe text.removeFirst() }
        return unsafe text
    }
}
