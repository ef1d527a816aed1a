import CEL
import Core

/// A `multipart/form-data` body (RFC 7578).
///
/// Its boundary is made of what it holds, so that a request tried again is the same byte for byte.
struct MultipartBody {
    private struct Part {
        let name: String
        var fileName: String?
        var contentType: String?
        let content: [UInt8]
    }

    /// The keys of a part that is a file.
    static let fileKeys = ["filename", "content_type", "content"]
    private static let lineEnd = Array("\r\n".utf8)

    private let parts: [Part]

    /// Parts of named values: a list repeats its name, a map with `content` is a file, and what has no text is left out.
    init(_ fields: [(String, Value)]) {
        parts = fields.flatMap { name, value in
            Self.elements(of: value).compactMap { Self.part(name, $0) }
        }
    }

    /// The bytes and their media type.
    var rendered: (bytes: [UInt8], contentType: String?) {
        let parts = parts.map(Self.lines)
        let boundary = "tl-\(Hex.encode(HashAlgorithm.sha256.digest(parts.flatMap(\.self)).prefix(16)))"
        let delimiter = Array("--\(boundary)".utf8)
        let body = parts.flatMap { delimiter + Self.lineEnd + $0 + Self.lineEnd }
        return (body + delimiter + Array("--".utf8) + Self.lineEnd, "multipart/form-data; boundary=\(boundary)")
    }

    private static func elements(of value: Value) -> [Value] {
        if case .list(let elements) = value { elements } else { [value] }
    }

    private static func part(_ name: String, _ value: Value) -> Part? {
        if case .map(let file) = value {
            guard let content = file["content"].flatMap(bytes) else { return nil }
            let fileName = file["filename"]?.word ?? "file"
            let type = file["content_type"]?.word ?? "application/octet-stream"
            return Part(name: name, fileName: fileName, contentType: type, content: content)
        }
        return bytes(value).map { Part(name: name, content: $0) }
    }

    private static func bytes(_ value: Value) -> [UInt8]? {
        value.byteString ?? value.word.map { Array($0.utf8) }
    }

    /// The head of a part, an empty line, and what it holds.
    private static func lines(_ part: Part) -> [UInt8] {
        var head = "Content-Disposition: form-data; name=\"\(quoted(part.name))\""
        if let fileName = part.fileName { head += "; filename=\"\(quoted(fileName))\"" }
        if let type = part.contentType { head += "\r\nContent-Type: \(printable(type))" }
        return Array("\(head)\r\n\r\n".utf8) + part.content
    }

    private static func printable(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 >= 0x20 }, as: UTF8.self)
    }

    /// A name between quotes (HTML, section 4.10.21.8): quotes and line ends are percent-encoded.
    private static func quoted(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x0A: out += Array("%0A".utf8)
            case 0x0D: out += Array("%0D".utf8)
            case UInt8(ascii: "\""): out += Array("%22".utf8)
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
