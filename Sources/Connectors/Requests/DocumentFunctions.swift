import CEL
import Core

extension Library {
    /// `xml_parse mime_parse jwt_claims`: documents inside of bodies.
    static let documents = Library([xmlParse, mimeParse, jwtClaims])

    /// `xml_parse(text)`: a map with the outermost element, as ``XMLDocument`` describes it.
    private static let xmlParse = Function(
        "xml_parse(string|bytes) -> dyn",
        "string|bytes.xml_parse() -> dyn"
    ) { call in
        read(call) { bytes in
            do throws(XMLFailure) {
                return try XMLDocument.parse(bytes)
            } catch {
                return call.fail(.invalidArgument, "not XML: \(error.reason)")
            }
        }
    }

    /// `mime_parse(mail)`: `headers` by their names in lower case, `text`, `html`, `files`.
    private static let mimeParse = Function(
        "mime_parse(string|bytes) -> map(string, dyn)",
        "string|bytes.mime_parse() -> map(string, dyn)"
    ) { call in
        read(call) { MailMessage($0).value }
    }

    /// `jwt_claims(token)`: what a token says; whether it is signed is not looked at.
    private static let jwtClaims = Function(
        "jwt_claims(string|bytes) -> map(string, dyn)",
        "string|bytes.jwt_claims() -> map(string, dyn)"
    ) { call in
        read(call) { bytes in
            let token = JSONWebToken(String(decoding: bytes, as: UTF8.self).trimmed)
            return token.map { Value(JSON.object($0.claims)) } ?? call.fail(.invalidArgument, "not a token with claims")
        }
    }

    /// Reading a document costs far more than looking at its bytes.
    private static func read(_ call: Call, _ read: ([UInt8]) -> Value) -> Value {
        guard let bytes = call[0].byteString else { return call.noOverload }
        guard call.charge(1 + bytes.count / 4) else { return call.overBudget }
        return read(bytes)
    }
}
