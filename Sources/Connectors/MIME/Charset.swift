/// How the text of a form's field or of a mail is written, as far as we can read it.
///
/// Names as the IANA registers them, with the aliases that senders use.
enum Charset {
    case utf8
    case latin1
    case latin9
    case windows1252
    case codePage850

    /// The charset of a name in any case; nil for one that we cannot read.
    init?(_ name: String) {
        switch name.lowercased() {
        case "utf-8", "utf8", "us-ascii", "ascii", "": self = .utf8
        case "iso-8859-1", "iso8859-1", "latin1", "iso_8859-1": self = .latin1
        case "iso-8859-15", "iso8859-15", "latin9", "iso_8859-15": self = .latin9
        case "windows-1252", "cp1252", "cp-1252": self = .windows1252
        case "cp850", "ibm850", "850", "cp-850": self = .codePage850
        default: return nil
        }
    }

    /// The text of bytes.
    ///
    /// What the charset does not know becomes U+FFFD.
    func text(of bytes: some Collection<UInt8>) -> String {
        guard self != .utf8 else { return String(decoding: bytes, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        text.reserveCapacity(bytes.count)
        for byte in bytes { text.append(scalar(byte)) }
        return String(text)
    }

    /// The text of bytes in a charset that somebody names: as UTF-8 where we cannot read it, which keeps at least ASCII.
    static func text(of bytes: some Collection<UInt8>, named name: String?) -> String {
        (name.flatMap { Charset($0) } ?? .utf8).text(of: bytes)
    }

    private func scalar(_ byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .windows1252 where (0x80..<0xA0).contains(byte): Self.windows1252Scalars[Int(byte) - 0x80]
        case .latin9: Self.latin9Scalars[byte] ?? Unicode.Scalar(byte)
        case .codePage850 where byte >= 0x80: Self.codePage850Scalars[Int(byte) - 0x80]
        default: Unicode.Scalar(byte)
        }
    }

    /// Where ISO 8859-15 is not ISO 8859-1.
    private static let latin9Scalars: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]

    /// Windows-1252 from 0x80 to 0x9F; five of them stand for nothing.
    private static let windows1252Scalars = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars
    )

    /// IBM code page 850 from 0x80.
    private static let codePage850Scalars = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
        áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
        └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
        ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{00AD}±‗¾¶§÷¸°¨·¹³²■\u{00A0}
        """.unicodeScalars
    )
}
