import CEL
public import Core
import YAML

/// A checked `sandbox.yaml`: how one kind of provider answers, reports and signs, as data.
public struct SandboxDefinition: Sendable {
    /// The connector whose provider it plays.
    public let connector: String
    /// What somebody should look at, though the file is taken.
    public let warnings: [Diagnostic]
    let secrets: [SecretRecipe]
    /// Headers of every webhook, with `${signature}` where the signature belongs.
    let signing: [DataField]
    let routes: [Route]
    let events: [EventPlan]
    /// Whether any expression asks if a request is signed as a webhook of the connector is.
    let usesVerification: Bool

    /// Reads and checks a `sandbox.yaml`.
    ///
    /// `name` is what diagnostics call the file.
    ///
    /// Throws everything that is wrong with it at once: YAML syntax, unknown keys, expressions that do not compile.
    public static func read(_ text: String, name: String) throws(Diagnostics) -> SandboxDefinition {
        let node = try YAML.parse(text, name: name)
        let problems = Problems()
        let definition = DefinitionReader(Author(problems)).read(MappingReader(node, problems, name: "a sandbox"))
        try problems.throwErrors()
        guard let definition else { throw problems.diagnostics }
        return definition
    }

    /// Makes the secret files that are missing in a folder: one per secret, named like it, mode 0600, and beside the
    /// public half of a key pair its private half as `NAME.private`.
    ///
    /// Files that are there stay as they are.
    public func prepareSecrets(in folder: String) throws(SandboxError) {
        guard SecretFiles.makeFolder(folder) else { throw SandboxError.unwritable(folder) }
        for recipe in secrets { try recipe.prepare(in: folder) }
    }

    /// The private halves of the key pairs in a folder, by the name of the secret.
    public func privateKeys(in folder: String) -> [String: Secret] {
        let pairs = secrets.compactMap { recipe in
            recipe.isKeyPair ? SecretFiles.read(recipe.privatePath(in: folder)).map { (recipe.name, Secret($0)) } : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

/// Why secrets of the sandbox cannot be made.
public enum SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file or folder cannot be written.
    case unwritable(String)
    /// There is a public key without its private half, so that nothing can be signed.
    case privateHalfMissing(String)
    /// The recipe of a secret yields none.
    case recipeFailed(String)

    /// One sentence for a person.
    public var description: String {
        switch self {
        case .unwritable(let path): "\(path) cannot be written"
        case .privateHalfMissing(let path): "\(path) is missing; remove the key beside it to get a new pair"
        case .recipeFailed(let reason): reason
        }
    }
}
