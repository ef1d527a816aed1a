import CEL
import Core

/// A mail with `${ CEL }` in it.
struct MailTemplate: Sendable {
    let sender: DataTemplate
    let recipient: DataTemplate
    let subject: DataTemplate
    let text: DataTemplate
    /// What makes its `Message-ID`.
    let id: DataTemplate
    let headers: [DataField]

    /// The mail.
    func mail(_ bindings: Bindings, at now: Timestamp) throws(ReadFailure) -> OutgoingMail {
        let id = try id.evaluate(bindings).word ?? ""
        guard !id.isEmpty, id.utf8.count <= 128, id.utf8.allSatisfy({ $0.isAtomByte || $0 == UInt8(ascii: ".") }) else {
            throw ReadFailure(reason: "`id` must yield letters, digits, dots and hyphens, such as `${action.id}`")
        }
        return OutgoingMail(
            sender: try address(sender, "from", bindings),
            recipient: try address(recipient, "to", bindings),
            subject: try subject.evaluate(bindings).word ?? "",
            text: try text.evaluate(bindings).word ?? "",
            id: id,
            date: now,
            headers: try headers.evaluate(bindings).map { (name: $0, value: $1.word ?? "") }
        )
    }

    private func address(
        _ template: DataTemplate,
        _ key: String,
        _ bindings: Bindings
    ) throws(ReadFailure) -> MailAddress {
        guard let address = MailAddress(try template.evaluate(bindings).word ?? "") else {
            throw ReadFailure(reason: "`\(key)` is no plain mail address")
        }
        return address
    }
}

extension RequestTemplate {
    /// Whether it is a mail.
    var isMail: Bool { if case .mail = body { true } else { false } }
}

extension RequestRendering {
    /// The mail as a call of its server.
    func mailCall(_ template: MailTemplate, _ bindings: Bindings) throws(ReadFailure) -> HTTPCall {
        let mail = try template.mail(bindings, at: now)
        guard let url = MailURL(try self.template.url.read(bindings).word ?? "") else {
            throw ReadFailure("`url` must yield `smtp://HOST` or `smtps://HOST`", in: self.template.url.source)
        }
        var call = HTTPCall(method: self.template.method, url: url.text, body: mail.bytes)
        call.envelope = MailEnvelope(
            sender: mail.sender.text,
            recipient: mail.recipient.text,
            login: try login(bindings),
            isPlain: url.isPlain
        )
        call.identity = try self.template.identity?.identity(source.secrets)
        call.limits.allowsPrivateAddresses = self.template.host == .configured
        return call
    }

    /// Nobody signs in without a name.
    private func login(_ bindings: Bindings) throws(ReadFailure) -> MailLogin? {
        guard case .basic(let user, let password) = template.authentication,
            let user = try user.evaluate(bindings).word, !user.isEmpty
        else { return nil }
        return MailLogin(user: Secret(user), password: Secret(try password.evaluate(bindings).word ?? ""))
    }
}
