import CEL
import Core

/// How one secret of a connector is made.
struct SecretRecipe: Sendable {
    enum Content: Sendable {
        /// A text with `${random(n)}` in it.
        case text(Template)
        /// The public half of a new pair is the secret, behind a prefix.
        case keyPair(KeyPair.Kind, prefix: String)
    }

    let name: String
    let content: Content

    /// Whether its private half is kept beside it.
    var isKeyPair: Bool {
        if case .keyPair = content { true } else { false }
    }

    func path(in folder: String) -> String { "\(folder)/\(name)" }

    func privatePath(in folder: String) -> String { "\(folder)/\(name).private" }

    /// Makes the file when it is missing.
    func prepare(in folder: String) throws(SandboxError) {
        switch content {
        case .text(let template):
            if SecretFiles.read(path(in: folder)) == nil {
                try SecretFiles.write(try secret(of: template), to: path(in: folder))
            }
        case .keyPair(let kind, let prefix): try preparePair(kind, prefix, in: folder)
        }
    }

    private func secret(of template: Template) throws(SandboxError) -> String {
        do throws(SandboxFailure) {
            guard let text = try template.text(Bindings()), !text.isEmpty else {
                throw SandboxFailure("the secret is empty", in: template.source)
            }
            return text
        } catch {
            throw SandboxError.recipeFailed(error.reason)
        }
    }

    /// The private half is written first: a crash between the two leaves one that the other can be made from.
    private func preparePair(_ kind: KeyPair.Kind, _ prefix: String, in folder: String) throws(SandboxError) {
        let (path, privatePath) = (path(in: folder), privatePath(in: folder))
        switch (SecretFiles.read(path), SecretFiles.read(privatePath)) {
        case (.some, .some): return
        case (.some, nil): throw SandboxError.privateHalfMissing(privatePath)
        case (nil, let known):
            guard let pair = known.map({ KeyPair(kind, privateKey: $0) }) ?? KeyPair(kind) else {
                throw SandboxError.recipeFailed("\(privatePath) holds no private key")
            }
            if known == nil { try SecretFiles.write(pair.privateKey, to: privatePath) }
            try SecretFiles.write(prefix + pair.publicKey, to: path)
        }
    }
}
