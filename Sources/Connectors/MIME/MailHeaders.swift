import CEL
import Core

/// The headers of a mail or of a part of one (RFC 5322 section 2.2).
///
/// Lines that are none are passed over; of a name the first value counts.
struct MailHeaders {
    /// Bytes of one block of headers, and how many are kept.
    private static let sizeLimit = 256 * 1024
    private static let countLimit = 1000

    private let fields: [(name: String, value: String)]

    /// Reads the headers of `bytes`, and tells where the body begins.
    static func read(_ bytes: ArraySlice<UInt8>) -> (headers: MailHeaders, body: ArraySlice<UInt8>) {
        var lines: [[UInt8]] = []
        var rest = bytes
        while !rest.isEmpty, rest.startIndex - bytes.startIndex < sizeLimit {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[rest.startIndex..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.last == 0x0D { line = line.dropLast() }
            if line.isEmpty { break }
            if let first = line.first, first.isBlank, !lines.isEmpty {
                lines[lines.count - 1] += line
            } else if lines.count < countLimit {
                lines.append(Array(line))
            }
        }
        return (MailHeaders(lines: lines), rest)
    }

    private init(lines: [[UInt8]]) {
        fields = lines.compactMap { line in
            let name = line.prefix(while: \.isTokenByte)
            guard !name.isEmpty, line.dropFirst(name.count).first == UInt8(ascii: ":") else { return nil }
            let value = String(decoding: line.dropFirst(name.count + 1), as: UTF8.self).trimmed
            return (String(decoding: name, as: UTF8.self).lowercased(), value)
        }
    }

    /// A header as it came, by its name in lower case.
    subscript(_ name: String) -> String? { fields.first { $0.name.hasSameBytes(as: name) }?.value }

    /// Names and decoded values, as expressions see them.
    var value: Value {
        .map(ValueMap(fields.reversed().map { ($0.name, Value(EncodedWords.decode($0.value))) }))
    }
}
