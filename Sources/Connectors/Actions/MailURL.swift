/// Where a mail server is: `smtp://relay.example.com:587` or `smtps://relay.example.com`.
///
/// A path, as in `smtp://relay.example.com/gw.example.com`, is the name that we greet it with.
struct MailURL {
    /// The whole.
    let text: String
    /// Whether nothing is encrypted: `smtp` to this machine itself.
    ///
    /// To any other one `smtp` begins plain and must change to TLS before anything is said.
    let isPlain: Bool

    /// Reads a URL; nil when it is no mail server's.
    init?(_ text: String) {
        let scheme = text.prefix { $0 != ":" }
        guard scheme == "smtp" || scheme == "smtps", let web = ActionURL("http" + text.dropFirst(scheme.utf8.count))
        else {
            return nil
        }
        self.text = text
        isPlain = scheme == "smtp" && web.isConfidential
    }
}
