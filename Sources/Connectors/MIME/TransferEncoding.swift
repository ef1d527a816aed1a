import Core

/// How the body of a part of a mail is written (RFC 2045 section 6).
///
/// Mail is read as far as it makes sense: what cannot be decoded stands for itself.
enum TransferEncoding {
    /// The bytes of a body in the encoding that a header names; those of an unknown one as they stand.
    static func decode(_ bytes: ArraySlice<UInt8>, named name: String?) -> [UInt8] {
        switch name?.lowercased() ?? "" {
        case "base64": base64(bytes)
        case "quoted-printable": quotedPrintable(bytes)
        default: Array(bytes)
        }
    }

    /// Base64 (section 6.8), of which every other character is ignored, and what is left over at the end.
    static func base64(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var letters = bytes.prefix { $0 != UInt8(ascii: "=") }.filter { byte in
            byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
        if letters.count % 4 == 1 { letters.removeLast() }
        return Base64.decode(String(decoding: letters, as: UTF8.self)) ?? []
    }

    /// Quoted-printable (section 6.7): `=E2`, and `=` at the end of a line that goes on in the next one.
    static func quotedPrintable(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var cursor = ByteCursor(Array(bytes))
        var decoded: [UInt8] = []
        while let byte = cursor.next() {
            if byte != UInt8(ascii: "=") {
                decoded.append(byte)
            } else if let code = cursor.hexByte() {
                decoded.append(code)
            } else if !cursor.skipLineEnd() {
                decoded.append(byte)
            }
        }
        return decoded
    }
}

extension ByteCursor {
    /// Reads blanks and a line break; false where there is something else.
    fileprivate mutating func skipLineEnd() -> Bool {
        var ahead = self
        ahead.skipBlanks()
        _ = ahead.skip(0x0D)
        guard ahead.skip(0x0A) || ahead.isAtEnd else { return false }
        self = ahead
        return true
    }
}
