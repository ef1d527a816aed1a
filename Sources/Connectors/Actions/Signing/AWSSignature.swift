import Core

/// A signature in AWS's fourth version.
///
/// Follows "Create a signed AWS API request" in the AWS IAM user guide; services but S3 encode the path once more.
struct AWSSignature {
    private static let algorithm = "AWS4-HMAC-SHA256"
    /// Headers that stay out, since what lies between may change them.
    private static let unsigned = ["connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"]

    let service: String
    let region: String
    let accessKey: String
    let secretKey: String
    /// As in `20251009T085320Z`.
    let time: String

    /// A moment as AWS writes it.
    static func time(_ now: Timestamp) -> String {
        let digits = now.description.utf8.prefix(19).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        return "\(String(decoding: Array(digits), as: UTF8.self))Z"
    }

    /// Adds the headers that sign a request as it stands; false when its URL is none.
    func sign(_ call: inout HTTPCall) -> Bool {
        guard let url = SignedURL(call.url) else { return false }
        let payload = Hex.encode(HashAlgorithm.sha256.digest(call.body))
        call.url = url.text
        call.headers += [(name: "x-amz-date", value: time), (name: "x-amz-content-sha256", value: payload)]
        let headers = Self.canonical(call.headers + [(name: "host", value: url.host)])
        let names = headers.map(\.name).joined(separator: ";")
        let request = [
            call.method, url.canonicalPath(isEncodedTwice: service != "s3"), url.canonicalQuery,
            headers.map { "\($0.name):\($0.value)\n" }.joined(), names, payload,
        ].joined(separator: "\n")
        let signature = Hex.encode(HashAlgorithm.sha256.authenticate(text(toSign: request), key: key))
        let value = "\(Self.algorithm) Credential=\(accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        call.headers.append((name: "authorization", value: value))
        return true
    }

    private var day: String { String(decoding: Array(time.utf8.prefix(8)), as: UTF8.self) }

    private var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    private func text(toSign request: String) -> [UInt8] {
        let hash = Hex.encode(HashAlgorithm.sha256.digest(Array(request.utf8)))
        return Array([Self.algorithm, time, scope, hash].joined(separator: "\n").utf8)
    }

    /// One key for each day, region and service.
    private var key: [UInt8] {
        [day, region, service, "aws4_request"].reduce(Array("AWS4\(secretKey)".utf8)) { key, word in
            HashAlgorithm.sha256.authenticate(Array(word.utf8), key: key)
        }
    }

    /// Names in lower case and in order, values without needless spaces, several of a name joined by commas.
    private static func canonical(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        let named = headers.map { (name: $0.name.lowercased(), value: trimmed($0.value)) }
        let kept = named.filter { header in !unsigned.contains { $0.hasSameBytes(as: header.name) } }
        let values = Dictionary(grouping: kept) { ByteKey($0.name) }
        return values.keys.sorted().map { name in
            (name.text, (values[name] ?? []).map(\.value).joined(separator: ","))
        }
    }

    /// Without spaces at the ends, and one where there were several.
    private static func trimmed(_ value: String) -> String {
        value.utf8.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: Array($0), as: UTF8.self) }
            .joined(separator: " ")
    }
}
