import CEL
import Connectors
import Core

/// A webhook a provider is going to post.
///
/// Rendered when it leaves, since its signature may hold the moment.
struct Outgoing: Sendable {
    let id: String
    let webhook: WebhookTemplate
    let bindings: Bindings
    /// A body instead of the template's.
    let raw: [UInt8]?

    /// The request with a signature in its places.
    func call(
        signature: String,
        at now: Timestamp,
        signing: [DataField],
        hook: String
    ) throws(SandboxFailure) -> HTTPCall {
        var bindings = bindings
        bindings["id"] = Value(id)
        bindings["signature"] = Value(signature)
        bindings["timestamp"] = .int(now.seconds)
        let body = if let raw { raw } else { try webhook.body.render(bindings).bytes }
        bindings["body"] = .bytes(body)
        let headers = try webhook.headers.pairs(bindings).withContentType(webhook.body.contentType)
        let signed = try signing.pairs(bindings)
        return HTTPCall(method: webhook.method, url: try url(hook, bindings), headers: headers + signed, body: body)
    }

    /// Its body as data, without a signature.
    func data(at now: Timestamp) throws(SandboxFailure) -> JSON {
        var bindings = bindings
        bindings["id"] = Value(id)
        bindings["signature"] = Value("")
        bindings["timestamp"] = .int(now.seconds)
        return try webhook.body.data(bindings)
    }

    private func url(_ hook: String, _ bindings: Bindings) throws(SandboxFailure) -> String {
        guard case .url(let template) = webhook.target else { return hook }
        guard let url = try template.text(bindings) else {
            throw SandboxFailure("the URL is null", in: template.source)
        }
        return url
    }
}

/// Signs what a provider posts by running its connector's verify step forward.
struct Signer: Sendable {
    let source: Source
    let privateKeys: [String: Secret]
    let signing: [DataField]
    /// The source's own hook at the daemon.
    let hook: String

    /// The signed request; with `isForged` its signature is one character off.
    func call(_ outgoing: Outgoing, at now: Timestamp, isForged: Bool = false) throws(SandboxFailure) -> HTTPCall {
        var call = try outgoing.call(signature: "", at: now, signing: signing, hook: hook)
        var failure: SandboxFailure?
        let unsigned = webhook(call, at: now)
        let signed = source.sign(unsigned, at: now, privateKeys: privateKeys) { signature in
            do throws(SandboxFailure) {
                let signature = isForged ? Self.forged(signature) : signature
                call = try outgoing.call(signature: signature, at: now, signing: signing, hook: hook)
            } catch {
                failure = error
            }
            return webhook(call, at: now)
        }
        if let failure { throw failure }
        guard signed != nil else {
            throw SandboxFailure("\(source.name) cannot sign: no step applies, or a key is missing")
        }
        call.limits.allowsPrivateAddresses = true
        call.limits.totalTimeout = .seconds(15)
        // whoever takes webhooks knows repetitions by their ids
        call.limits.mayRepeat = true
        return call
    }

    private func webhook(_ call: HTTPCall, at now: Timestamp) -> RawWebhook {
        RawWebhook(
            source: source.name,
            method: call.method,
            url: call.url,
            headers: call.headers.map { ($0.name.lowercased(), $0.value) },
            body: call.body,
            received: now
        )
    }

    /// A signature of the same shape that fits nothing.
    ///
    /// Digits have no case, so the text differs in hex as well.
    static func forged(_ signature: String) -> String {
        var bytes = Array(signature.utf8)
        guard !bytes.isEmpty else { return "0" }
        let middle = bytes.count / 2
        bytes[middle] = bytes[middle] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
        return String(decoding: bytes, as: UTF8.self)
    }
}
