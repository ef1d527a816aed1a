import CEL
import Core
import YAML

/// Reads `verify`.
struct VerifyReader {
    let author: Author
    let scopes: HookScopes

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> VerifyPlan? {
        let refusal =
            reader.nested("on_fail").map { author.answer($0, status: 401, in: scopes.request()) } ?? .plain(401)
        let rules = ["all", "any", "none"].compactMap { key in reader.optional(key).map { (key, $0) } }
        reader.finish()
        guard rules.count == 1 else {
            let hint = "`all:` or `any:` with a list of steps, or `none: {because: TEXT}`"
            author.problems.add("bad-value", "`verify` needs one rule", hint: hint, at: reader.node)
            return nil
        }
        return rule(rules[0].0, rules[0].1).map { VerifyPlan(rule: $0, refusal: refusal) }
    }

    private func rule(_ key: String, _ node: Node) -> VerifyPlan.Rule? {
        guard key != "none" else { return nothing(MappingReader(node, author.problems, name: "`none`")) }
        guard let nodes = node.list("`\(key)`", author.problems) else { return nil }
        guard !nodes.isEmpty else {
            author.problems.add(
                "bad-value",
                "`\(key)` needs a step",
                hint: "or write `none: {because: TEXT}`",
                at: node
            )
            return nil
        }
        let steps = nodes.compactMap { step(MappingReader($0, author.problems, name: "a step")) }
        guard steps.count == nodes.count else { return nil }
        return key == "all" ? .all(steps) : .any(steps)
    }

    private func nothing(_ reader: MappingReader) -> VerifyPlan.Rule? {
        let because = reader.string("because", .required)
        reader.finish()
        return because.map { .nothing(because: $0) }
    }

    private func step(_ reader: MappingReader) -> VerifyStep? {
        let kinds = author.word("type", StepKind.self, in: reader, later: ["jwt", "network", "call"], .required)
        let when = author.expression(reader.text("when"), in: scopes.request())
        let each = author.expression(reader.text("each"), in: scopes.request())
        let item = reader.has("each") ? each?.type.element ?? .dyn : nil
        let scope = item.map { scopes.item($0) } ?? scopes.request()
        let require = author.expression(reader.text("require"), in: scope)
        let timestamp = reader.nested("timestamp").flatMap { signingTime($0, in: scope) }
        author.refuse(["nonce"], in: reader)
        guard let kind = kinds else { return nil }
        let withSecrets = item.map { scopes.item($0, secrets: true) } ?? scopes.request(secrets: true)
        let check = CheckReader(author: author, reader: reader, scope: scope, withSecrets: withSecrets).check(kind)
        reader.finish()
        guard let check else { return nil }
        return VerifyStep(when: when, each: each, require: require, check: check, timestamp: timestamp)
    }

    private func signingTime(_ reader: MappingReader, in scope: Scope) -> SigningTime? {
        let value = author.expression(reader.text("value", .required), in: scope)
        let format = author.word("format", SigningTime.Format.self, in: reader, .required)
        let tolerance = reader.int("tolerance_s", in: 1...86_400 * 7, .required)
        let boundsFuture = reader.bool("future") ?? false
        reader.finish()
        guard let value, let format, let tolerance else { return nil }
        return SigningTime(
            value: value,
            format: format,
            tolerance: .seconds(Int64(tolerance)),
            boundsFuture: boundsFuture
        )
    }
}

/// The kinds of steps that this version runs.
enum StepKind: String, CaseIterable {
    case hmac
    case digest
    case pubkey
    case basic
    case equals
}

/// Reads what one step checks.
struct CheckReader {
    let author: Author
    let reader: MappingReader
    /// Where its expressions stand.
    let scope: Scope
    /// Where the content of a plain hash stands.
    let withSecrets: Scope

    private static let laterAlgorithms = ["rsa-sha1", "rsa-sha256", "rsa-sha512", "rsa-pss-sha512"]

    /// Nil only beside a problem.
    func check(_ kind: StepKind) -> VerifyStep.Check? {
        switch kind {
        case .hmac: hmac()
        case .digest: digest()
        case .pubkey: publicKey()
        case .basic: author.use(secret: reader.text("secret", .required)).map { .basic(secret: $0) }
        case .equals: equals()
        }
    }

    private func hmac() -> VerifyStep.Check? {
        let algorithm = author.word("algorithm", HashAlgorithm.self, in: reader, .required)
        let key = reader.nested("key", .required).flatMap(secretKey)
        let signed = signed(in: scope)
        guard let algorithm, let key, let signed else { return nil }
        return .hmac(signed, algorithm, key)
    }

    private func digest() -> VerifyStep.Check? {
        let algorithm = author.word("algorithm", HashAlgorithm.self, in: reader, .required)
        let signed = signed(in: withSecrets)
        guard let algorithm, let signed else { return nil }
        return .digest(signed, algorithm)
    }

    private func publicKey() -> VerifyStep.Check? {
        let later = Self.laterAlgorithms
        let algorithm = author.word("algorithm", SignatureAlgorithm.self, in: reader, later: later, .required)
        let name = reader.nested("key", .required).flatMap(publicKeyName)
        let signed = signed(in: scope)
        guard let algorithm, let name, let signed else { return nil }
        return .publicKey(signed, algorithm, name)
    }

    private func equals() -> VerifyStep.Check? {
        let value = author.expression(reader.text("value", .required), in: scope)
        let secret = author.use(secret: reader.text("secret", .required))
        guard let value, let secret else { return nil }
        return .equals(value, secret: secret)
    }

    private func signed(in contentScope: Scope) -> SignedContent? {
        let content = author.expression(reader.text("content", .required), in: contentScope)
        let signature = author.expression(reader.text("signature", .required), in: scope)
        let encoding = author.word("encoding", SignatureEncoding.self, in: reader, .required)
        guard let content, let signature, let encoding else { return nil }
        return SignedContent(content: content, signature: signature, encoding: encoding)
    }

    private func secretKey(_ reader: MappingReader) -> SecretKey? {
        let secret = author.use(secret: reader.text("secret", .required))
        let encoding = author.word("decode", SecretKey.Encoding.self, in: reader) ?? .utf8
        let prefix = reader.string("strip_prefix") ?? ""
        let digest = author.word("digest", HashAlgorithm.self, in: reader)
        reader.finish()
        return secret.map { SecretKey(secret: $0, encoding: encoding, prefix: prefix, digest: digest) }
    }

    /// The secret that holds a public key.
    ///
    /// How it is written shows in the key itself; `format` is taken for the reader's sake.
    private func publicKeyName(_ reader: MappingReader) -> PublicKeyName? {
        author.refuse(
            ["cert_url", "jwks_url", "allow", "subject_cn", "chain", "check_validity", "cache", "kid"],
            in: reader
        )
        let isLater = ["cert_url", "jwks_url"].contains { reader.has($0) }
        let secret = author.use(secret: reader.text("public", isLater ? .optional : .required))
        let prefix = reader.string("strip_prefix") ?? ""
        _ = reader.choice("format", of: ["pem", "der-base64", "raw-base64", "raw-hex"])
        reader.finish()
        return secret.map { PublicKeyName(secret: $0, prefix: prefix) }
    }
}
