/// An address as it stands in the commands and headers of a mail: `local@domain` (RFC 5321, section 4.1.2).
///
/// Only what needs no quoting, and only ASCII: a name beyond it must come as its server knows it (`xn--…`).
struct MailAddress: Sendable, Equatable {
    /// Bytes before the `@`, and in all (RFC 5321, section 4.5.3.1).
    private static let localLimit = 64
    private static let limit = 254

    /// The whole.
    let text: String
    /// What stands behind the `@`.
    let domain: String

    /// Reads an address; nil for anything else, such as several or one with a name before it.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.limit, parts[0].count <= Self.localLimit,
            Self.isDotted(parts[0], of: \.isAtomByte), Self.isDotted(parts[1], of: \.isHostByte)
        else { return nil }
        self.text = text
        domain = String(decoding: Array(parts[1]), as: UTF8.self)
    }

    /// Words with one dot between each two.
    private static func isDotted(_ text: Substring.UTF8View, of isFit: (UInt8) -> Bool) -> Bool {
        text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.allSatisfy(isFit)
        }
    }
}

extension UInt8 {
    /// Whether it may stand in an atom (RFC 5322, section 3.2.3).
    var isAtomByte: Bool { isAlphanumeric || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }

    fileprivate var isHostByte: Bool { isAlphanumeric || self == UInt8(ascii: "-") }
}
