import NIOCore

/// Finds the end of each answer in what a connection brings: a status line, headers, `content-length` bytes.
struct ReplyReader {
    private var bytes = ByteBuffer()

    mutating func append(_ more: inout ByteBuffer) {
        if bytes.readableBytes == 0 { bytes = more } else { bytes.writeBuffer(&more) }
    }

    /// The next complete answer, or nil until more bytes come.
    mutating func next() -> (status: Int, body: ByteBuffer)? {
        guard let head = bytes.withUnsafeReadableBytes(Self.head) else { return nil }
        guard bytes.readableBytes >= head.length + head.body else { return nil }
        bytes.moveReaderIndex(forwardBy: head.length)
        return bytes.readSlice(length: head.body).map { (head.status, $0) }
    }

    private static func head(_ bytes: UnsafeRawBufferPointer) -> (status: Int, length: Int, body: Int)? {
        var line = 0
        var status = 0
        var body = 0
        while let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - line
            if length <= 1 { return (status, end + 1, body) }
            if status == 0 {
                status = number(bytes[(line + 9)..<end])
            } else if length > 15, isContentLength(bytes[line..<end]) {
                body = number(bytes[(line + 15)..<end])
            }
            line = end + 1
        }
        return nil
    }

    private static let name = Array("content-length:".utf8)

    private static func isContentLength(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        zip(line, name).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// The digits at the front, spaces before them skipped.
    private static func number(_ text: Slice<UnsafeRawBufferPointer>) -> Int {
        text.drop { $0 == UInt8(ascii: " ") }.prefix { (48...57).contains($0) }.reduce(0) { $0 &* 10 &+ Int($1) &- 48 }
    }
}
