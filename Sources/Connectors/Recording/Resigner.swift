import CEL
import Core

/// Signs a disguised request as its provider would: the verify step run forward, under keys made for the case.
struct Resigner {
    /// The connector with the case's secrets and settings.
    let source: Source
    let privateKeys: [String: Secret]
    let now: Timestamp

    /// The request with a signature in place of every mark; nil when one cannot be made.
    func signed(_ webhook: RawWebhook, _ marks: [SignatureMark]) -> RawWebhook? {
        var webhook = webhook
        for mark in marks {
            guard let text = signature(of: mark, in: webhook) else { return nil }
            webhook = webhook.replacing(mark.text, with: text)
        }
        return webhook
    }

    private func signature(of mark: SignatureMark, in webhook: RawWebhook) -> String? {
        guard let hook = source.connector.hook else { return nil }
        let bindings = Verifier(hook: hook, webhook: webhook, source: source, now: now).bindings
        let elements = MarkFinder.elements(of: mark.step, bindings)
        guard let element = elements.first(where: { $0.index == mark.element }) else { return nil }
        let signer = Signer(bindings: element.bindings, secrets: source.secrets, privateKeys: privateKeys)
        guard let text = signer.signature(of: mark.step.check) else { return nil }
        guard case .token = mark.step.check else { return text }
        return text.split(separator: ".").last.map(String.init)
    }
}

extension RawWebhook {
    /// This request with a text in place of a mark, written as it must be where the mark stands.
    fileprivate func replacing(_ mark: String, with text: String) -> RawWebhook {
        let isForm = MediaType.name(of: contentType) == MediaType.form
        let written = Array((isForm ? FormText.encode(text) : text).utf8)
        return RawWebhook(
            source: source,
            method: method,
            url: url.replacing(mark, with: FormText.encode(text)),
            headers: headers.map { ($0.name, $0.value.replacing(mark, with: text)) },
            body: Array(body.replacing(Array(mark.utf8), with: written)),
            received: received,
            peer: peer,
            clientSubject: clientSubject
        )
    }

    /// This request without the headers of a name.
    func without(header name: String) -> RawWebhook {
        with(headers: headers.filter { !$0.name.hasSameBytes(as: name) })
    }

    /// This request with other headers, and another moment or peer where they are given.
    func with(
        headers: [(name: String, value: String)],
        received: Timestamp? = nil,
        peer: String? = nil
    ) -> RawWebhook {
        RawWebhook(
            source: source,
            method: method,
            url: url,
            headers: headers,
            body: body,
            received: received ?? self.received,
            peer: peer ?? self.peer,
            clientSubject: clientSubject
        )
    }
}
