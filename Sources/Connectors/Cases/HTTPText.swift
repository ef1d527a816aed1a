import Core

/// A request as text: `METHOD URL`, headers, an empty line, the body.
///
/// The first line may end in `HTTP/1.1`, lines in LF or CRLF. The body is what follows, byte for byte; a
/// `Content-Length` cuts off the line break that an editor adds at the end of a file.
struct HTTPText {
    let method: String
    /// As it stands there: a whole URL or a path.
    let target: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(_ bytes: [UInt8]) throws(TrialInput.Failure) {
        var rest = bytes[...]
        let words = Self.line(&rest).split(separator: " ", omittingEmptySubsequences: true)
        guard words.count >= 2, words.count == 2 || words[2].hasPrefix("HTTP/"), words.count <= 3 else {
            throw TrialInput.Failure(message: "the first line must be METHOD URL")
        }
        (method, target) = (String(words[0]), String(words[1]))
        var headers: [(name: String, value: String)] = []
        var number = 1
        while !rest.isEmpty {
            number += 1
            let line = Self.line(&rest)
            if line.isEmpty { break }
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else {
                throw TrialInput.Failure(message: "line \(number) must be NAME: VALUE, or empty before the body")
            }
            let value = line[line.utf8.index(after: colon)...]
            headers.append((line[..<colon].lowercased(), Self.trimmed(value)))
        }
        self.headers = headers
        body = Self.cut(Array(rest), headers)
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) -> String {
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }

    /// Without the blanks around it (RFC 9110, section 5.5).
    private static func trimmed(_ value: Substring) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let head = value.utf8.drop(while: isBlank)
        return String(decoding: head.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }

    private static func cut(_ body: [UInt8], _ headers: [(name: String, value: String)]) -> [UInt8] {
        guard let given = headers.last(where: { $0.name.hasSameBytes(as: "content-length") }),
            let length = Int(given.value), (0..<body.count).contains(length),
            body[length...].allSatisfy({ $0 == 0x0A || $0 == 0x0D })
        else { return body }
        return Array(body[..<length])
    }
}

extension HTTPText {
    /// The URL that signatures are over: `base` and the path, or, without a base, what the `Host` header says.
    ///
    /// A whole URL stays what it is.
    func url(base: String?) -> String {
        guard target.hasPrefix("/") else { return target }
        if let base { return base + target }
        let host = headers.last { $0.name.hasSameBytes(as: "host") }?.value ?? "localhost"
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains { host.hasPrefix($0) }
        return "\(isLocal ? "http" : "https")://\(host)\(target)"
    }
}
