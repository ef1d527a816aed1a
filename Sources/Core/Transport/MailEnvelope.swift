/// What a mail server is told beside the mail: who it is from, who gets it, and who we are (RFC 5321, RFC 4954).
public struct MailEnvelope: Sendable {
    /// Where bounces go, such as `billing@acme.example`.
    public var sender: String
    /// The one address that gets it: with several, a refusal of one would say nothing of the others.
    public var recipient: String
    /// Who signs in; nobody when the server wants no login.
    public var login: MailLogin?
    /// Whether nothing is encrypted on the way: to this machine only.
    ///
    /// Otherwise `smtp` must change to TLS before anything is said (STARTTLS, RFC 3207); `smtps` begins with it.
    public var isPlain: Bool

    /// An envelope.
    public init(sender: String, recipient: String, login: MailLogin? = nil, isPlain: Bool = false) {
        self.sender = sender
        self.recipient = recipient
        self.login = login
        self.isPlain = isPlain
    }
}

/// A name and its password at a mail server; never printed.
public struct MailLogin: Sendable, Equatable {
    /// The name.
    public let user: Secret
    /// The password.
    public let password: Secret

    /// Pairs a name with its password.
    public init(user: Secret, password: Secret) {
        self.user = user
        self.password = password
    }
}
