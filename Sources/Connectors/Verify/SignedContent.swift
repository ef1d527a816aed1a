import CEL
import Core

/// What was signed and where the signature stands.
struct SignedContent: Sendable {
    /// Bytes, text, or a list of candidates of which any may have been signed.
    let content: Expression
    /// Text, or a list of which any may match.
    let signature: Expression
    let encoding: SignatureEncoding

    /// Both expressions.
    var expressions: [Expression] { [content, signature] }
}

/// How a signature is written.
enum SignatureEncoding: String, CaseIterable, Sendable {
    /// In any case.
    case hex
    /// In either alphabet, padding optional.
    case base64

    func decode(_ text: String) -> [UInt8]? {
        switch self {
        case .hex: Hex.decode(text)
        case .base64: Self.base64(text)
        }
    }

    /// The bits that are left over must be 0: of any two texts only one is the signature.
    private static func base64(_ text: String) -> [UInt8]? {
        let letters = text.utf8.filter { $0 != UInt8(ascii: "=") }
        return Base64.decode(text).flatMap { bytes in
            let written = Base64.encode(bytes, urlSafe: true).utf8
            return zip(letters.suffix(1), written.suffix(1)).allSatisfy { Self.isSame($0, $1) } ? bytes : nil
        }
    }

    private static func isSame(_ letter: UInt8, _ urlSafe: UInt8) -> Bool {
        letter == urlSafe || (letter == UInt8(ascii: "+") && urlSafe == UInt8(ascii: "-"))
            || (letter == UInt8(ascii: "/") && urlSafe == UInt8(ascii: "_"))
    }

    func encode(_ bytes: [UInt8]) -> String {
        switch self {
        case .hex: Hex.encode(bytes)
        case .base64: Base64.encode(bytes)
        }
    }
}
