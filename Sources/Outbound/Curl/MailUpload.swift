import Core

/// A mail on its way out, and what its server last said.
///
/// The server takes a mail when it has seen its end, and libcurl asks for bytes only after the server agreed to take
/// some (354 to DATA). So until all of it was handed over, it was provably not accepted.
struct MailUpload {
    /// Bytes kept of one reply of the server.
    private static let replyLimit = 1024

    private let bytes: [UInt8]
    private var sent = 0
    /// The last reply, all its lines.
    private(set) var reply: [UInt8] = []
    private var isInReply = false

    /// A mail that nobody has asked for yet.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether every byte was handed over.
    var isHandedOver: Bool { sent == bytes.count }

    /// Copies what comes next into `room`; the number of bytes, 0 at the end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, bytes.count - sent)
        unsafe room.copyBytes(from: bytes[sent..<(sent + count)])
        sent += count
        return count
    }

    /// Takes one line of the server; a reply goes on while a hyphen follows its code (RFC 5321, section 4.2.1).
    ///
    /// 221 says goodbye to what libcurl says when all is over: it is no word about the mail.
    mutating func takeReplyLine(_ line: UnsafeRawBufferPointer) {
        guard unsafe !line.starts(with: "221".utf8) else { return }
        if !isInReply { reply.removeAll(keepingCapacity: true) }
        isInReply = unsafe line.count > 3 && line[3] == UInt8(ascii: "-")
        unsafe reply += line.prefix(Self.replyLimit - reply.count).filter { $0 >= 0x20 || $0 == 0x0A }
    }
}
