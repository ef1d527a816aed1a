import Core

/// Key material as text.
enum KeyText {
    /// The bytes of PEM, hex or Base64.
    ///
    /// PEM's frame is dropped; its kind is told by the DER inside.
    static func bytes(of text: String) -> [UInt8]? {
        let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }
        let body = lines.filter { !$0.starts(with: "-----".utf8) }.joined()
        let letters = String(decoding: body.filter { $0 != 0x20 }, as: UTF8.self)
        if letters.utf8.count == 64, let bytes = Hex.decode(letters) { return bytes }
        return Base64.decode(letters)
    }
}
