import CEL
import Core
import YAML

/// The kinds of steps.
enum StepKind: String, CaseIterable {
    case hmac
    case digest
    case pubkey
    case jwt
    case basic
    case equals
    case network
    case call
}

/// Reads what one step checks.
struct CheckReader {
    let author: Author
    let reader: MappingReader
    let place: StepPlace
    /// The actions that it may call, as they are written.
    let actions: Node?

    /// Nil only beside a problem.
    func check(_ kind: StepKind) -> VerifyStep.Check? {
        switch kind {
        case .hmac: hmac()
        case .digest: digest()
        case .pubkey: publicKey()
        case .jwt: TokenReader(author: author, reader: reader, place: place).plan().map { .token($0) }
        case .basic: author.use(secret: reader.text("secret", .required)).map { .basic(secret: $0) }
        case .equals: equals()
        case .network: network()
        case .call: postback()
        }
    }

    private func hmac() -> VerifyStep.Check? {
        let algorithm = choice(HashAlgorithm.self)
        let key = reader.nested("key", .required).flatMap { KeyReader(author, $0, place).secretKey() }
        let signed = signed(in: place.plain)
        guard let algorithm, let key, let signed else { return nil }
        return .hmac(signed, algorithm, key)
    }

    private func digest() -> VerifyStep.Check? {
        let algorithm = choice(HashAlgorithm.self)
        let signed = signed(in: place.withSecrets)
        guard let algorithm, let signed else { return nil }
        return .digest(signed, algorithm)
    }

    private func publicKey() -> VerifyStep.Check? {
        let algorithm = choice(SignatureAlgorithm.self)
        let source = reader.nested("key", .required).flatMap { KeyReader(author, $0, place).publicKeys(namesKey: true) }
        let signed = signed(in: place.plain)
        guard let algorithm, let source, let signed else { return nil }
        return .publicKey(signed, algorithm, source)
    }

    private func equals() -> VerifyStep.Check? {
        let value = author.expression(reader.text("value", .required), in: place.plain)
        let secret = author.use(secret: reader.text("secret", .required))
        guard let value, let secret else { return nil }
        return .equals(value, secret: secret)
    }

    /// `{cidrs, client_cert: {subject}}`, one of both at least.
    private func network() -> VerifyStep.Check? {
        let certificate = reader.nested("client_cert")
        let texts = reader.texts("cidrs", certificate == nil ? .required : .optional)
        let addresses = addresses(texts)
        let subject = certificate?.text("subject", .required).flatMap(author.pattern)
        certificate?.finish()
        if texts.isEmpty, certificate == nil, let key = reader.key("cidrs") {
            author.problems.add("bad-value", "`cidrs` needs a network", hint: "as in `[192.0.2.0/24]`", at: key)
        }
        guard texts.isEmpty || addresses != nil, certificate == nil || subject != nil,
            !texts.isEmpty || certificate != nil
        else { return nil }
        return .network(SenderRules(addresses: texts.isEmpty ? nil : addresses, subject: subject))
    }

    private func addresses(_ texts: [SourceText]) -> AddressList? {
        for text in texts where AddressList([text.text]) == nil {
            let hint = "as in `192.0.2.0/24`, `2001:db8::/32` or `192.0.2.7`"
            author.problems.add("bad-value", "`\(text.text)` is no network", hint: hint, at: text)
        }
        return AddressList(texts.map(\.text))
    }

    /// `{action, input, ok}`.
    private func postback() -> VerifyStep.Check? {
        let call = ErrandCallReader(author: author, actions: actions).read(reader, in: place.plain, asksOnly: true)
        let scopes = ActionScopes(input: .dyn, config: author.configType)
        let ok = author.expression(reader.text("ok", .required), in: scopes.reply)
        guard let call, let ok else { return nil }
        return .call(PostbackPlan(call: call, ok: ok))
    }

    private func signed(in contentScope: Scope) -> SignedContent? {
        let content = author.expression(reader.text("content", .required), in: contentScope)
        let signature = author.expression(reader.text("signature", .required), in: place.plain)
        let encoding = author.word("encoding", SignatureEncoding.self, in: reader, .required)
        guard let content, let signature, let encoding else { return nil }
        return SignedContent(content: content, signature: signature, encoding: encoding)
    }
}

extension CheckReader {
    /// One algorithm, or `{select: CEL, VALUE: algorithm, …}`.
    private func choice<Algorithm: RawRepresentable<String> & CaseIterable>(
        _ type: Algorithm.Type
    ) -> AlgorithmChoice<Algorithm>? {
        guard let node = reader.required("algorithm") else { return nil }
        guard node.entries != nil else {
            return author.word("algorithm", type, in: reader, .required).map { .fixed($0) }
        }
        let choice = MappingReader(node, author.problems, name: "`algorithm`")
        let name = author.expression(choice.text("select", .required), in: place.plain)
        let names = choice.entries.map(\.key.text).filter { !$0.hasSameBytes(as: "select") }
        let algorithms = names.compactMap { name in
            author.word(name, type, in: choice, .required).map { (ByteKey(name), $0) }
        }
        choice.finish()
        guard let name, algorithms.count == names.count, !names.isEmpty else { return nil }
        return .selected(by: name, from: Dictionary(algorithms, uniquingKeysWith: { first, _ in first }))
    }
}
