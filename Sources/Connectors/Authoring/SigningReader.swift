import CEL
import Core
import YAML

/// Parts that credentials and access tokens have in common.
extension Author {
    /// `{name, value}` of a header, or nil and a problem.
    ///
    /// What has a default may be left out.
    func header(
        _ reader: MappingReader,
        name defaultName: String?,
        value defaultValue: String?,
        in scope: Scope
    ) -> HeaderTemplate? {
        let name = reader.string("name", defaultName == nil ? .required : .optional) ?? defaultName
        let node = reader.value("value", defaultValue == nil ? .required : .optional)
        reader.finish()
        let standard = node == nil ? defaultValue.map { SourceText($0) } : nil
        let value = data(node, in: scope) ?? template(standard, in: scope).map(DataTemplate.text)
        guard let name, let value else { return nil }
        return HeaderTemplate(name: name, value: value)
    }

    /// `{algorithm, key, key_id, claims, ttl}` of a token that we sign, or nil and a problem.
    func tokenTemplate(_ reader: MappingReader, in scope: Scope) -> TokenTemplate? {
        let algorithm = word("algorithm", TokenAlgorithm.self, in: reader, .required)
        let key = reader.nested("key", .required).flatMap(secretKey)
        let keyID = reader.optional("key_id").map { data($0, in: scope) }
        let claims = fields(reader.mapping("claims"), in: scope)
        let lifetime = reader.duration("ttl", in: TokenTemplate.lifetimes) ?? TokenTemplate.defaultLifetime
        reader.finish()
        guard let algorithm, let key, let keyID = keyID ?? .some(nil) else { return nil }
        return TokenTemplate(algorithm: algorithm, key: key, keyID: keyID, claims: claims, lifetime: lifetime)
    }
}
