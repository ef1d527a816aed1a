import CEL
import Core

/// A mail as providers hand it on: its headers, what it says, and what is attached to it (RFC 5322, RFC 2045 to 2047).
///
/// Anybody writes mail: whatever the bytes are, something comes out, and never more than the limits.
struct MailMessage {
    /// Levels of parts inside parts; what is deeper is not read.
    private static let depthLimit = 8
    /// Parts in all.
    private static let partLimit = 1000

    private let headers: MailHeaders
    private var text: String?
    private var html: String?
    private var files: [FormFile] = []
    private var parts = 0

    init(_ bytes: [UInt8]) {
        let (headers, body) = MailHeaders.read(bytes[...])
        self.headers = headers
        take(headers, body, depth: 0)
    }

    /// `headers` (by lower-case names), `text` and `html` (null where there is none), `files`.
    var value: Value {
        .map(
            ValueMap([
                ("headers", headers.value), ("text", text.map { Value($0) } ?? .null),
                ("html", html.map { Value($0) } ?? .null), ("files", .list(files.map(\.value))),
            ])
        )
    }

    private mutating func take(_ headers: MailHeaders, _ body: ArraySlice<UInt8>, depth: Int) {
        parts += 1
        let type = headers["content-type"].flatMap { ParameterizedValue($0) }
        if let type, type.value.hasPrefix("multipart/"), let boundary = MultipartScanner.boundary(of: type) {
            return takeParts(body, boundary, depth: depth)
        }
        let bytes = TransferEncoding.decode(body, named: headers["content-transfer-encoding"])
        let disposition = headers["content-disposition"].flatMap { ParameterizedValue($0) }
        let kind = type?.value ?? "text/plain"
        let isFile = disposition?.value.hasSameBytes(as: "attachment") ?? false
        if !isFile, kind.hasSameBytes(as: "text/plain"), text == nil {
            text = Charset.text(of: bytes, named: type?["charset"])
        } else if !isFile, kind.hasSameBytes(as: "text/html"), html == nil {
            html = Charset.text(of: bytes, named: type?["charset"])
        } else {
            files.append(FormFile(bytes, kind: kind, name: disposition?["filename"] ?? type?["name"]))
        }
    }

    private mutating func takeParts(_ body: ArraySlice<UInt8>, _ boundary: String, depth: Int) {
        guard depth < Self.depthLimit else { return }
        for part in Self.parts(of: body, boundary) {
            guard parts < Self.partLimit else { return }
            let (headers, body) = MailHeaders.read(part)
            take(headers, body, depth: depth + 1)
        }
    }

    /// None where the boundary never comes.
    private static func parts(of body: ArraySlice<UInt8>, _ boundary: String) -> [ArraySlice<UInt8>] {
        (try? MultipartScanner(body, boundary: boundary, .mail).parts()) ?? []
    }
}

extension FormFile {
    fileprivate init(_ bytes: [UInt8], kind: String, name: String?) {
        self.init(name: "", fileName: name.map(EncodedWords.decode) ?? "", contentType: kind, body: bytes)
    }
}
