import CEL
import Core

@testable import Connectors

/// What holds of everything that comes as a form or a mail; a trap needs no answer.
enum MultipartLaws {
    /// UTF-8 of a text has at most three bytes for each byte of another charset, and U+FFFD has three.
    private static let growth = 3

    /// The law that an input breaks: its first line is a media type, what follows the body.
    static func broken(by input: [UInt8]) -> String? {
        let line = input.prefix { $0 != 0x0A }
        let body = Array(input.dropFirst(line.count + 1))
        let type = String(decoding: line, as: UTF8.self)
        return brokenByForm(body, type) ?? brokenByMail(body) ?? brokenByHeader(type) ?? brokenByOurMail(type, body)
    }

    /// Parts are parts of the body.
    private static func brokenByForm(_ body: [UInt8], _ type: String) -> String? {
        let form: MultipartForm
        do throws(ReadFailure) { form = try MultipartForm(body, contentType: type) } catch { return nil }
        let sizes = form.fields.map(\.bytes.count) + form.files.map(\.body.count)
        guard sizes.reduce(0, +) <= body.count else { return "parts are larger than the whole" }
        guard sizes.count <= MultipartScanner.partLimit else { return "too many parts" }
        let text = form.text(charsets: ["a": "cp850"])
        guard text.count == form.fields.count else { return "a field without its text" }
        let size = text.reduce(0) { $0 + $1.value.utf8.count }
        return size <= growth * body.count ? nil : "text grows"
    }

    /// Of a mail something always comes out, and no more than went in.
    private static func brokenByMail(_ body: [UInt8]) -> String? {
        let value = MailMessage(body).value
        return size(of: value) <= 4 * growth * body.count + 64 ? nil : "a mail grows"
    }

    private static func brokenByHeader(_ text: String) -> String? {
        let decoded = EncodedWords.decode(text)
        guard decoded.utf8.count <= growth * text.utf8.count else { return "encoded words grow" }
        guard let value = ParameterizedValue(text) else { return nil }
        return value.value.utf8.count <= growth * text.utf8.count ? nil : "a value grows"
    }

    /// What we write is read as it was meant, in lines that a server takes.
    private static func brokenByOurMail(_ subject: String, _ body: [UInt8]) -> String? {
        let text = String(decoding: body, as: UTF8.self)
        let line = HeaderText.line("Subject", subject)
        guard isMail(line), isMail(QuotedPrintable.encode(text)) else { return "a line that is no line of a mail" }
        guard MailHeaders.read(line[...]).headers["subject"] != nil else { return "a header that is none" }
        let again = TransferEncoding.quotedPrintable(QuotedPrintable.encode(text))
        return lines(of: again) == lines(of: Array(text.utf8)) ? nil : "a mail is read as another"
    }

    /// The lines of a text, however each ends; what ends the last one counts for nothing.
    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A where index > 0 && bytes[index - 1] == 0x0D: continue
            case 0x0A, 0x0D: lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// ASCII in lines of at most 78 bytes, each with its CRLF.
    private static func isMail(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        return (bytes.isEmpty || bytes.suffix(2).elementsEqual([0x0D, 0x0A]))
            && lines.allSatisfy { line in
                line.count <= HeaderText.lineLimit + 1 && line.last == 0x0D
                    && line.dropLast().allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
            }
    }

    private static func size(of value: Value) -> Int {
        switch value {
        case .string(let text): text.byteCount
        case .bytes(let bytes): bytes.count
        case .list(let elements): elements.reduce(0) { $0 + size(of: $1) }
        case .map(let map): map.entries.reduce(0) { $0 + size(of: $1.value) }
        default: 0
        }
    }
}
