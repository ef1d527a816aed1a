import CEL
import Core

/// An HTTP request with `${ CEL }` in it.
struct RequestTemplate: Sendable {
    /// How the body is written.
    enum Body: Sendable {
        case none
        case json(DataTemplate)
        /// Names and values; a list repeats its name.
        case form([DataField])
        /// Nested names: `a[b][0]=`.
        case nestedForm([DataField])
        /// Parts, some of them files; a list repeats its name.
        case multipart([DataField])
        case xml(DataTemplate)
        case text(DataTemplate)
        /// A mail, which goes by SMTP: nothing of HTTP counts then.
        case mail(MailTemplate)
    }

    /// How we show who we are.
    enum Authentication: Sendable {
        case none
        case basic(user: DataTemplate, password: DataTemplate)
        case bearer(DataTemplate)
        case header(HeaderTemplate)
        case query([DataField])
        /// An access token of the connector, by its name.
        case token(String)
        /// A token that we sign ourselves.
        case jwt(TokenTemplate)
        case awsSignature(AWSCredentials)
        case hmac(SignedHeader)
    }

    /// Where the host of the URL comes from.
    enum Host: Sendable {
        /// It is written in the connector.
        case fixed
        /// The operator wrote it into the settings.
        case configured
    }

    let method: String
    let url: Template
    let host: Host
    let query: [DataField]
    let headers: [DataField]
    let authentication: Authentication
    let identity: IdentityNames?
    var body: Body
    /// The value of the idempotency header, or of the field in the body.
    let idempotencyKey: DataTemplate?
}

/// A header and what stands in it.
struct HeaderTemplate: Sendable {
    let name: String
    let value: DataTemplate
}

/// The secrets that hold a certificate of ours and its key.
struct IdentityNames: Sendable {
    let certificate: String
    let key: String

    /// Their newest versions.
    func identity(_ secrets: SecretSet) throws(ReadFailure) -> ClientIdentity {
        guard let certificate = secrets[certificate].first else { throw Self.missing(self.certificate) }
        guard let key = secrets[key].first else { throw Self.missing(self.key) }
        return ClientIdentity(certificate: certificate, key: key)
    }

    private static func missing(_ name: String) -> ReadFailure {
        ReadFailure(reason: "the secret `\(name)` is not configured")
    }
}
