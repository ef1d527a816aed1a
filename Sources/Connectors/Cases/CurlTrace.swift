import Core

/// The first request in what `curl --trace` or `curl --trace-ascii` wrote.
///
/// `--trace` keeps every byte. `--trace-ascii` writes a point for bytes that cannot be printed; the line breaks between
/// its lines are told by their offsets.
struct CurlTrace {
    private var bytes: [UInt8] = []
    /// The line that was read last, and how many bytes its block has.
    private var pending: (offset: Int, text: [UInt8])?
    private var blockSize = 0
    private var isReading = false

    /// The request as it went over the wire; nil when this is no such file.
    static func request(in file: [UInt8]) -> [UInt8]? {
        var trace = CurlTrace()
        var headers = 0
        for line in file.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = line.last == 0x0D ? line.dropLast() : line
            if line.starts(with: "=> Send header, ".utf8) { headers += 1 }
            if headers > 1 { break }
            trace.take(line)
        }
        trace.endBlock()
        return headers > 0 && !trace.bytes.isEmpty ? trace.bytes : nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        if line.starts(with: "=> Send header, ".utf8) || line.starts(with: "=> Send data, ".utf8) {
            endBlock()
            isReading = true
            blockSize = Self.number(after: ", ", in: line)
        } else if line.starts(with: "<= ".utf8) || line.starts(with: "== ".utf8) || line.starts(with: "=> ".utf8) {
            endBlock()
            isReading = false
        } else if isReading, let (offset, text) = Self.content(of: line) {
            endLine(before: offset)
            pending = (offset, text)
        }
    }

    /// Adds the line that was read last, and the line break when the next offset leaves room for one.
    private mutating func endLine(before offset: Int) {
        guard let (start, text) = pending else { return }
        if let exact = Self.hex(text) {
            bytes += exact
        } else {
            bytes += text
            if offset - start - text.count == 2 { bytes += [0x0D, 0x0A] }
        }
        pending = nil
    }

    private mutating func endBlock() {
        endLine(before: blockSize)
    }

    /// `0000: text`.
    private static func content(of line: ArraySlice<UInt8>) -> (offset: Int, text: [UInt8])? {
        let digits = line.prefix { $0 != UInt8(ascii: ":") }
        guard digits.count >= 4, let offset = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
            return nil
        }
        return (offset, Array(line.dropFirst(digits.count + 2)))
    }

    /// The bytes of a line of `--trace`: 16 columns of two digits and a blank, then the same as text.
    private static func hex(_ text: [UInt8]) -> [UInt8]? {
        let columns = 16
        guard text.count > columns * 3 else { return nil }
        var bytes: [UInt8] = []
        for column in 0..<columns {
            let cell = String(decoding: text[(column * 3)..<(column * 3 + 3)], as: UTF8.self)
            if cell == "   " { continue }
            guard cell.hasSuffix(" "), bytes.count == column, let byte = UInt8(cell.dropLast(), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes.isEmpty ? nil : bytes
    }

    private static func number(after word: String, in line: ArraySlice<UInt8>) -> Int {
        let text = String(decoding: line, as: UTF8.self)
        guard let start = text.firstRange(of: word)?.upperBound else { return 0 }
        return Int(text[start...].prefix { $0.isNumber }) ?? 0
    }
}
