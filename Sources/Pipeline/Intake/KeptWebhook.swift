import Core

/// How a request is kept: without what nobody may know, and not longer than it is worth.
extension RawWebhook {
    /// The header a cut body is stored with: how long it was.
    ///
    /// Such a body cannot be verified again.
    static let cutHeader = "throughline-cut"

    /// This request with at most so many bytes of its body, and marked when there were more.
    func cut(to limit: Int) -> RawWebhook {
        body.count > limit ? marked(Self.cutHeader, body.count, holding: Array(body.prefix(limit))) : self
    }

    /// This request with card and social security numbers replaced, and marked when there were any.
    var redacted: RawWebhook {
        let (body, count) = Redaction.redact(body)
        return count > 0 ? marked(Redaction.header, count, holding: body) : self
    }

    private func marked(_ header: String, _ count: Int, holding body: [UInt8]) -> RawWebhook {
        RawWebhook(
            source: source,
            method: method,
            url: url,
            headers: headers + [(header, String(count))],
            body: body,
            received: received,
            peer: peer,
            clientSubject: clientSubject
        )
    }
}

/// A request that was kept and is looked at again.
extension RawWebhook {
    /// This request as sent to another public URL; nil when that is the one it was sent to.
    func reached(at publicURL: String) -> RawWebhook? {
        guard let path = url.firstRange(of: "/hooks/\(source)") else { return nil }
        let moved = publicURL + url[path.lowerBound...]
        guard !publicURL.isEmpty, !moved.hasSameBytes(as: url) else { return nil }
        return RawWebhook(
            source: source,
            method: method,
            url: moved,
            headers: headers,
            body: body,
            received: received,
            peer: peer,
            clientSubject: clientSubject
        )
    }

    /// Why it cannot be verified any more, though it might have been when it came.
    var damage: String? {
        let names = headers.map(\.name)
        if names.contains(where: { $0.hasSameBytes(as: Self.cutHeader) }) {
            return "only the beginning of its body was kept, so nobody can verify it"
        }
        if names.contains(where: { $0.hasSameBytes(as: Redaction.header) }) {
            return "card or social security numbers were taken out of its body, so nobody can verify it"
        }
        return nil
    }
}
