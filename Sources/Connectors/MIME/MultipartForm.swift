import CEL
import Core

/// The fields and files of a `multipart/form-data` body (RFC 7578).
///
/// Strict: what a signed body means must not depend on who reads it.
struct MultipartForm {
    /// A field, its bytes as they came.
    struct Field {
        let name: String
        let bytes: [UInt8]
        /// How its own part says it is written.
        let charset: String?
    }

    /// The field that names the charset of all others (RFC 7578 section 4.6).
    private static let charsetField = "_charset_"

    let fields: [Field]
    let files: [FormFile]

    /// Reads a body whose header `Content-Type` is given.
    init(_ body: [UInt8], contentType: String) throws(ReadFailure) {
        guard let boundary = ParameterizedValue(contentType).flatMap({ MultipartScanner.boundary(of: $0) }) else {
            throw ReadFailure(reason: "the body is no multipart form: its `Content-Type` names no boundary")
        }
        do throws(MultipartFailure) {
            let parts = try Self.parts(of: body, boundary)
            fields = parts.filter { $0.fileName == nil }.map { part in
                Field(name: part.name, bytes: Array(part.body), charset: part.type?["charset"])
            }
            files = parts.compactMap { part in part.fileName.map { FormFile(part, fileName: $0) } }
        } catch {
            throw ReadFailure(reason: "the body is no multipart form: \(error.rawValue)")
        }
    }

    private static func parts(of body: [UInt8], _ boundary: String) throws(MultipartFailure) -> [FormPart] {
        var parts: [FormPart] = []
        for bytes in try MultipartScanner(body[...], boundary: boundary, .form).parts() {
            parts.append(try FormPart(bytes))
        }
        return parts
    }

    /// The fields as text: each in the charset that `charsets` has for it, else its part, else the form, else UTF-8.
    func text(charsets: [String: String] = [:]) -> [(name: String, value: String)] {
        let common = fields.first { $0.name.hasSameBytes(as: Self.charsetField) }
        let commonName = common.map { String(decoding: $0.bytes, as: UTF8.self) }
        return fields.map { field in
            let charset = charsets[field.name] ?? field.charset ?? commonName
            return (field.name, Charset.text(of: field.bytes, named: charset))
        }
    }
}

/// A file in a form or a mail.
struct FormFile {
    let name: String
    let fileName: String
    let contentType: String
    let body: [UInt8]

    /// What expressions see.
    var value: Value {
        .map(
            ValueMap([
                ("name", Value(name)), ("filename", Value(fileName)), ("content_type", Value(contentType)),
                ("body", .bytes(body)),
            ])
        )
    }

    /// The type of ``value``.
    static let type = ValueType.record(
        RecordType(
            [("name", .string), ("filename", .string), ("content_type", .string), ("body", .bytes)],
            isOpen: false
        )
    )
}

extension FormFile {
    fileprivate init(_ part: FormPart, fileName: String) {
        name = part.name
        self.fileName = fileName
        contentType = part.contentType ?? "application/octet-stream"
        body = Array(part.body)
    }
}
