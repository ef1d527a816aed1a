import Core

/// A signed token in its compact form (RFC 7519, RFC 7515 section 7.1): read, but not believed.
struct JSONWebToken: Sendable {
    /// How it says it is signed; whether that is allowed is not its business.
    let header: JSONObject
    let claims: JSONObject
    /// What the signature is over: header and claims as they are written.
    let signed: [UInt8]
    let signature: [UInt8]

    /// Nil for anything but three parts of Base64url, the first two of them JSON objects.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Self.bytes(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    /// Its algorithm, when that is one we know.
    var algorithm: TokenAlgorithm? { header["alg"]?.string.flatMap(TokenAlgorithm.init(rawValue:)) }

    /// The name of the key it says it is signed with.
    var keyID: String? { header["kid"]?.string }

    /// Whether it must not be taken by who does not know some extension (RFC 7515 section 4.1.11); we know none.
    var hasExtensions: Bool { header["crit"] != nil }

    private static func object(_ part: Substring.UTF8View) -> JSONObject? {
        guard let bytes = bytes(part) else { return nil }
        do throws(JSONError) {
            return try JSON.parse(bytes).object
        } catch {
            return nil
        }
    }

    /// The one way to write bytes in Base64url: no padding, nothing in the bits that are left over.
    private static func bytes(_ part: Substring.UTF8View) -> [UInt8]? {
        let text = String(Substring(part))
        guard let bytes = Base64.decode(text), Base64.encode(bytes, urlSafe: true).hasSameBytes(as: text) else {
            return nil
        }
        return bytes
    }
}
