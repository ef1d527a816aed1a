import CEL
import Core

/// Who signs for a service of AWS, and for which.
struct AWSCredentials: Sendable {
    let service: DataTemplate
    let region: DataTemplate
    let accessKey: DataTemplate
    let secretKey: DataTemplate
    let sessionToken: DataTemplate?

    /// Signs a request whose other parts stand.
    ///
    /// Its query is written anew, with `%20` for a space, since the service reads a `+` as one.
    func sign(_ call: inout HTTPCall, _ bindings: Bindings, now: Timestamp) throws(ReadFailure) {
        let signature = AWSSignature(
            service: try word(service, "service", bindings),
            region: try word(region, "region", bindings),
            accessKey: try word(accessKey, "access_key", bindings),
            secretKey: try word(secretKey, "secret_key", bindings),
            time: AWSSignature.time(now)
        )
        if let token = try sessionToken?.evaluate(bindings).word, !token.isEmpty {
            call.headers.append(("x-amz-security-token", token))
        }
        guard signature.sign(&call) else { throw ReadFailure(reason: "the URL cannot be signed") }
    }

    private func word(_ data: DataTemplate, _ name: String, _ bindings: Bindings) throws(ReadFailure) -> String {
        guard let word = try data.evaluate(bindings).word, !word.isEmpty else {
            throw ReadFailure(reason: "`\(name)` of `aws_sigv4` is empty")
        }
        return word
    }
}
