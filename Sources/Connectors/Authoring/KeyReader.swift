import CEL
import Core
import YAML

/// Reads `key` of a step.
struct KeyReader {
    private let author: Author
    private let reader: MappingReader
    private let place: StepPlace

    /// How a public key may be written.
    static let formats = ["pem", "der-base64", "raw-base64", "raw-hex"]
    /// Whom a certificate may be trusted for.
    static let chains = ["system", "none"]
    private static let lifetimes = TimeSpan.seconds(60)...TimeSpan.days(7)

    init(_ author: Author, _ reader: MappingReader, _ place: StepPlace) {
        self.author = author
        self.reader = reader
        self.place = place
    }

    /// `{secret, decode, strip_prefix, digest}`.
    func secretKey() -> SecretKey? { author.secretKey(reader) }

    /// `{public, …}`, `{cert_url, …}` or `{jwks_url, …}`.
    ///
    /// In a set `namesKey` asks for the name of the key; a token has it in its header.
    func publicKeys(namesKey: Bool) -> PublicKeySource? {
        if reader.has("cert_url") { return certificate() }
        if reader.has("jwks_url") { return keySet(namesKey: namesKey) }
        return configured()
    }

    /// The secret that holds a public key.
    ///
    /// How it is written shows in the key itself; `format` is taken for the reader's sake.
    private func configured() -> PublicKeySource? {
        let secret = author.use(secret: reader.text("public", .required))
        let prefix = reader.string("strip_prefix") ?? ""
        _ = reader.choice("format", of: Self.formats)
        reader.finish()
        return secret.map { .configured(PublicKeyName(secret: $0, prefix: prefix)) }
    }

    private func certificate() -> PublicKeySource? {
        let published = publishedKeys("cert_url")
        let subject = reader.text("subject_cn")
        let pattern = subject.flatMap(author.pattern)
        let chain = reader.choice("chain", of: Self.chains) ?? "none"
        let checksValidity = reader.bool("check_validity") ?? true
        reader.finish()
        guard let published, subject == nil || pattern != nil else { return nil }
        let rules = CertificateRules(subject: pattern, isChained: chain == "system", checksValidity: checksValidity)
        return .certificate(published, rules)
    }

    private func keySet(namesKey: Bool) -> PublicKeySource? {
        let published = publishedKeys("jwks_url")
        let name = author.expression(reader.text("kid", namesKey ? .required : .optional), in: place.plain)
        reader.finish()
        guard let published, !reader.has("kid") || name != nil else { return nil }
        return .keySet(published, name: name)
    }

    /// Where keys are published, and from where they are taken.
    private func publishedKeys(_ key: String) -> PublishedKeys? {
        let url = author.expression(reader.text(key, .required), in: place.plain)
        let allowed = reader.text("allow", .required).flatMap(allowList)
        let lifetime = reader.duration("cache", in: Self.lifetimes) ?? .days(1)
        guard let url, let allowed else { return nil }
        return PublishedKeys(url: url, allowed: allowed, lifetime: lifetime)
    }

    /// The request says where the key is, so the list must say whose it may be.
    private func allowList(_ text: SourceText) -> AllowedURLs? {
        guard let pattern = author.pattern(text) else { return nil }
        let rest = text.text.hasPrefix("^") ? text.text.dropFirst() : text.text[...]
        let allowed = AllowedURLs(pattern: pattern, host: AllowedURLs.host(in: rest))
        if rest.hasPrefix("https://"), !allowed.allows("https://throughline.invalid/") { return allowed }
        let hint = "write the host out, as in `https://keys\\.example\\.com/[a-z]+\\.pem`"
        author.problems.add("wide-allow", "`allow` must begin with https and name a host", hint: hint, at: text)
        return nil
    }
}

extension Author {
    /// `{secret, decode, strip_prefix, digest}`, or nil and a problem.
    func secretKey(_ reader: MappingReader) -> SecretKey? {
        let secret = use(secret: reader.text("secret", .required))
        let encoding = word("decode", SecretKey.Encoding.self, in: reader) ?? .utf8
        let prefix = reader.string("strip_prefix") ?? ""
        let digest = word("digest", HashAlgorithm.self, in: reader)
        reader.finish()
        return secret.map { SecretKey(secret: $0, encoding: encoding, prefix: prefix, digest: digest) }
    }

    /// A regular expression, or nil and a problem.
    func pattern(_ text: SourceText) -> WholePattern? {
        do throws(Diagnostics) {
            return try WholePattern.compile(text)
        } catch {
            problems.add(error)
            return nil
        }
    }
}
