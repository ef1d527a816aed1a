import Core

/// Cuts a file, as its bytes come, into lines; in a delimited file a line goes on while a quote is open (RFC 4180 section
/// 2, rule 6).
///
/// Where quotes are not in order only the line with the first of them is lost: cutting goes on behind its end.
struct LineCutter: Sendable {
    /// Bytes of a line; of a longer one only so many are kept.
    static let sizeLimit = 64 * 1024
    static let lineFeed = UInt8(ascii: "\n")
    static let quote = UInt8(ascii: "\"")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private enum Scan {
        case more
        /// The index of what ends it.
        case end(Int)
        /// `opened` is where the quote stands that begins the trouble.
        case fault(String, at: Int, opened: Int)
    }

    private let delimiter: UInt8?
    private let charset: Charset
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 1
    private var isBegun = false
    private var isEnded = false
    /// Whether what comes up to the next line break belongs to a line that is too long.
    private var isSkipping = false

    /// Of a file whose fields are between delimiters, or at places of their own.
    init(delimiter: UInt8?, charset: Charset) {
        self.delimiter = delimiter
        self.charset = charset
    }

    mutating func take(_ bytes: [UInt8]) {
        buffer.removeFirst(start)
        start = 0
        buffer += bytes
    }

    /// No more bytes will come.
    mutating func end() { isEnded = true }

    /// The next line; nil when more bytes must come first, or none are left.
    mutating func next() -> FileLine? {
        if !isBegun { begin() }
        if isSkipping { skip() }
        guard isBegun, !isSkipping, start < buffer.count else { return nil }
        switch delimiter.map(scan) ?? scanLine() {
        case .more: return nil
        case .end(let end): return line(to: end)
        case .fault(let reason, let offset, let opened): return firstLine(reason, at: offset, opened)
        }
    }

    private mutating func begin() {
        guard isEnded || buffer.count >= Self.byteOrderMark.count else { return }
        isBegun = true
        if buffer.starts(with: Self.byteOrderMark) { start = Self.byteOrderMark.count }
    }

    private var limit: Int { min(buffer.count, start + Self.sizeLimit) }

    private func scanLine() -> Scan {
        buffer[start..<limit].firstIndex(of: Self.lineFeed).map(Scan.end) ?? scanLimit()
    }

    /// Where a line stands that has no end up to the limit.
    private func scanLimit() -> Scan {
        if limit < buffer.count { return .fault("the line is longer than 64 KiB", at: start, opened: start) }
        return isEnded ? .end(buffer.count) : .more
    }

    private func scan(_ delimiter: UInt8) -> Scan {
        var index = start
        var isFieldStart = true
        while index < limit {
            let byte = buffer[index]
            if byte == Self.lineFeed { return .end(index) }
            if byte == Self.quote, isFieldStart {
                switch scanQuoted(from: index, delimiter) {
                case .end(let end): index = end
                case let other: return other
                }
            } else {
                index += 1
            }
            isFieldStart = byte == delimiter
        }
        return scanLimit()
    }

    /// The end of a field in quotes.
    private func scanQuoted(from opened: Int, _ delimiter: UInt8) -> Scan {
        var index = opened + 1
        while index < limit {
            let isQuote = buffer[index] == Self.quote
            index += 1
            guard isQuote else { continue }
            guard index < buffer.count else { return isEnded ? .end(index) : .more }
            if buffer[index] == Self.quote {
                index += 1
            } else {
                guard let isEnd = endsField(index, delimiter) else { return .more }
                return isEnd ? .end(index) : .fault("text follows a closing quote", at: index, opened: opened)
            }
        }
        guard isEnded || limit < buffer.count else { return .more }
        return .fault("a quote is opened here and not closed", at: opened, opened: opened)
    }

    /// Whether a field ends before this byte; nil when the next must come first.
    private func endsField(_ index: Int, _ delimiter: UInt8) -> Bool? {
        let byte = buffer[index]
        guard byte == UInt8(ascii: "\r") else { return byte == delimiter || byte == Self.lineFeed }
        guard index + 1 < buffer.count else { return isEnded ? true : nil }
        return buffer[index + 1] == Self.lineFeed
    }

    private mutating func line(to end: Int) -> FileLine {
        let bytes = buffer[start..<end]
        let line = FileLine(bytes: Array(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes), number: number)
        number += bytes.count { $0 == Self.lineFeed } + 1
        start = min(end + 1, buffer.count)
        return line
    }

    /// The line up to its first break; its fault stands where `offset` is, or, when that is on a later line, where the
    /// quote was opened.
    ///
    /// Nil when its break has yet to come.
    private mutating func firstLine(_ reason: String, at offset: Int, _ opened: Int) -> FileLine? {
        let place = SourcePlace(behind: buffer[start..<offset], from: number, in: charset)
        let opening = SourcePlace(behind: buffer[start..<opened], from: number, in: charset)
        let fault = FileLine.Fault(place: place.line == number ? place : opening, reason: reason)
        guard let end = buffer[start..<limit].firstIndex(of: Self.lineFeed) else {
            guard isEnded || limit < buffer.count else { return nil }
            let line = FileLine(bytes: Array(buffer[start..<limit]), number: number, fault: fault)
            start = limit
            isSkipping = true
            return line
        }
        var line = line(to: end)
        line.fault = fault
        return line
    }

    private mutating func skip() {
        let end = buffer[start...].firstIndex(of: Self.lineFeed)
        start = end.map { $0 + 1 } ?? buffer.count
        guard end != nil || isEnded else { return }
        isSkipping = false
        number += 1
    }
}
