import Core

/// One part of a `multipart/form-data` body (RFC 7578), as its sender wrote it.
struct FormPart {
    /// Bytes of one part's headers, the empty line with them.
    static let headerSizeLimit = 8 * 1024

    let name: String
    /// What the sender calls the file; nil for a field.
    let fileName: String?
    let type: ParameterizedValue?
    /// The media type as it was written.
    let contentType: String?
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) throws(MultipartFailure) {
        let (headers, body) = try Self.split(bytes)
        self.body = body
        guard let disposition = try Self.single("content-disposition", headers).flatMap({ ParameterizedValue($0) }),
            disposition.value.hasSameBytes(as: "form-data"), let name = disposition["name"]
        else { throw .noName }
        self.name = name
        fileName = disposition["filename"] ?? disposition["filename*"].map(Self.extended)
        contentType = try Self.single("content-type", headers)
        type = contentType.flatMap { ParameterizedValue($0) }
        let encoding = try Self.single("content-transfer-encoding", headers)?.lowercased() ?? "binary"
        guard ["binary", "8bit", "7bit"].contains(where: encoding.hasSameBytes) else { throw .encoded }
    }

    /// A header that may stand once: two readers would take another one of two.
    private static func single(
        _ name: String,
        _ headers: [(name: String, value: String)]
    ) throws(MultipartFailure) -> String? {
        let values = headers.filter { $0.name.hasSameBytes(as: name) }
        guard values.count <= 1 else { throw .malformedHeaders }
        return values.first?.value
    }

    /// The headers, and what stands behind the empty line.
    private static func split(
        _ bytes: ArraySlice<UInt8>
    ) throws(MultipartFailure) -> (headers: [(name: String, value: String)], body: ArraySlice<UInt8>) {
        var headers: [(name: String, value: String)] = []
        var rest = bytes
        while true {
            guard let end = rest.firstIndex(of: 0x0A) else {
                throw rest.count > headerSizeLimit ? .tooLongHeaders : .malformedHeaders
            }
            guard end - bytes.startIndex < headerSizeLimit else { throw .tooLongHeaders }
            guard end > rest.startIndex, rest[end - 1] == 0x0D else { throw .malformedHeaders }
            let line = rest[rest.startIndex..<(end - 1)]
            rest = rest[(end + 1)...]
            if line.isEmpty { return (headers, rest) }
            headers.append(try header(line))
        }
    }

    /// A line of a header.
    ///
    /// A carriage return in it would begin another header for another reader, and a blank at its front would go on with
    /// the one before.
    private static func header(_ line: ArraySlice<UInt8>) throws(MultipartFailure) -> (name: String, value: String) {
        let name = line.prefix(while: \.isTokenByte)
        let value = line.dropFirst(name.count + 1)
        guard !name.isEmpty, line.dropFirst(name.count).first == UInt8(ascii: ":"),
            value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { throw .malformedHeaders }
        return (
            String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self).trimmed
        )
    }

    /// The text of `utf-8'en'na%C3%AFve.txt` (RFC 8187 section 3.2); as it stands when it is none.
    private static func extended(_ text: String) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return text }
        let charset = String(decoding: Array(parts[0]), as: UTF8.self)
        return Charset.text(of: PercentEncoding.bytes(of: parts[2]), named: charset)
    }
}

/// Percent-encoding (RFC 3986 section 2.1), where a plus is a plus.
enum PercentEncoding {
    /// The bytes of a text; a `%` without two digits stays.
    static func bytes(of text: some Collection<UInt8>) -> [UInt8] {
        var cursor = ByteCursor(Array(text))
        var bytes: [UInt8] = []
        while let byte = cursor.next() {
            if byte == UInt8(ascii: "%"), let decoded = cursor.hexByte() {
                bytes.append(decoded)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
