import Core

/// What a mail must look like before libcurl sees it.
///
/// The commands of SMTP are lines: nothing that goes into one may end it, or end the address in it.
enum MailCheck {
    /// Bytes of an address (RFC 5321, section 4.5.3.1.3).
    static let addressLimit = 254

    /// Why `call` cannot be sent in `envelope`, or nil.
    static func problem(with call: HTTPCall, _ envelope: MailEnvelope) -> CallFailure? {
        let login = [envelope.login?.user, envelope.login?.password].compactMap { $0?.reveal() }
        guard isURL(call.url, envelope), isAddress(envelope.sender), isAddress(envelope.recipient), !call.body.isEmpty,
            login.allSatisfy({ text in text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
        else { return .malformedRequest }
        return envelope.isPlain && !call.limits.allowsPrivateAddresses ? .addressForbidden : nil
    }

    /// Visible ASCII without what ends an address.
    static func isAddress(_ text: String) -> Bool {
        let ends = "<>,;\"\\".utf8
        return (1...addressLimit).contains(text.utf8.count) && text.utf8.contains(UInt8(ascii: "@"))
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !ends.contains($0) }
    }

    private static func isURL(_ url: String, _ envelope: MailEnvelope) -> Bool {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
        return url.utf8.starts(with: "smtp://".utf8) || !envelope.isPlain && url.utf8.starts(with: "smtps://".utf8)
    }
}

extension RequestCheck {
    /// How a call will be reached: a mail that is not encrypted stays on this machine, as plain `http` does.
    static func scheme(of call: HTTPCall) -> Scheme? {
        guard let envelope = call.envelope else { return scheme(of: call.url) }
        return envelope.isPlain ? .http : .https
    }
}
