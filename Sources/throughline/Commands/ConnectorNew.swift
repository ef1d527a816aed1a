import ArgumentParser
import Connectors
import Core
import Glibc

/// `throughline connector new`: the first files of a connector, which run and are signed.
struct ConnectorNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write the first files of a new connector.",
        discussion: """
            Writes `connector.yaml`, whose comments say what to change, and `tests.yaml` with requests that are signed \
            with a secret made for them. Both run as they are.
            """
    )

    @OptionGroup var options: ConnectorsOption
    @Argument(help: "Its name: lower-case letters, digits and hyphens.") var name: String
    @Option(
        help: "How webhooks are verified: \(Words<SkeletonScheme>.list).",
        transform: Words<SkeletonScheme>.read
    )
    var scheme = SkeletonScheme.hmacSHA256
    @Option(help: ArgumentHelp("The header with the signature or the token.", valueName: "name")) var header: String?
    @Option(help: ArgumentHelp("What stands before the signature, such as sha256=.", valueName: "text")) var prefix = ""
    @Option(
        help: "How the signature is written: \(Words<ConnectorSkeleton.Encoding>.list).",
        transform: Words<ConnectorSkeleton.Encoding>.read
    )
    var encoding: ConnectorSkeleton.Encoding?
    @Option(help: ArgumentHelp("The header with the moment of signing.", valueName: "name"))
    var timestampHeader: String?
    @Option(help: ArgumentHelp("The name of the secret.", valueName: "name")) var secret: String?
    @Option(
        help: "How bodies are written: \(Words<ConnectorSkeleton.BodyFormat>.list).",
        transform: Words<ConnectorSkeleton.BodyFormat>.read
    )
    var decode = ConnectorSkeleton.BodyFormat.json
    @Option(help: ArgumentHelp("A file with a body as the provider sends it, for the cases.", valueName: "file"))
    var sample: String?
    @Option(help: ArgumentHelp("Where the provider describes its webhooks.", valueName: "url")) var docs: String?
    @Option(
        help: ArgumentHelp("A file with a header: the connector reads such files, and no webhooks.", valueName: "file")
    )
    var csv: String?
    @Flag(help: "Overwrite what is there.") var force = false

    func validate() throws {
        guard Self.isWord(name, "-"), name.utf8.count <= 64 else {
            throw ValidationError("a name is made of lower-case letters, digits and hyphens, at most 64")
        }
        guard secret.map({ Self.isWord($0, "_") }) ?? true else {
            throw ValidationError("the name of a secret is made of lower-case letters, digits and underscores")
        }
        for header in [header, timestampHeader].compactMap(\.self) where !Self.isWord(header.lowercased(), "-", "_") {
            throw ValidationError("`\(header)` cannot be the name of a header")
        }
        guard prefix.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.quotes.contains($0) }) else {
            throw ValidationError("--prefix takes printable ASCII without quotes and backslashes")
        }
        guard docs.map({ $0.hasPrefix("https://") && $0.utf8.allSatisfy { (0x22...0x7E).contains($0) } }) ?? true else {
            throw ValidationError("--docs takes a URL that begins with https://")
        }
        guard scheme.isSignature || (timestampHeader == nil && prefix.isEmpty && encoding == nil) else {
            throw ValidationError("--timestamp-header, --prefix and --encoding need a scheme with a signature")
        }
    }

    func run() throws {
        let folder = "\(options.connectors)/\(name)"
        let (files, steps) = try csv.map(ofFile) ?? ofWebhooks()
        let paths: [String] = files.map { "\(folder)/\($0.0)" }
        if !force, let taken = paths.first(where: { access($0, F_OK) == 0 }) {
            Terminal.error("\(taken) is there already; --force overwrites it.")
            throw ExitCode.failure
        }
        try NewFiles(folder: folder).write(files)
        Terminal.line(steps)
    }

    private func ofWebhooks() throws -> (files: [(String, String)], steps: String) {
        let skeleton = try skeleton()
        let files = [("connector.yaml", skeleton.text), ("tests.yaml", try cases(skeleton))]
        return (files, NextSteps(skeleton: skeleton, connectors: options.connectors).text)
    }

    private func ofFile(_ path: String) throws -> (files: [(String, String)], steps: String) {
        let beginning = InputFile(path, followingLinks: true)?.read(upTo: 64 * 1024)
        guard let beginning, let skeleton = FileSkeleton(name: name, docs: docs, file: beginning) else {
            throw Terminal.misuse("\(Terminal.safe(path)) cannot be read, or has no header.")
        }
        let steps = FileSteps(name: name, file: path, connectors: options.connectors)
        return ([("connector.yaml", skeleton.text), ("tests.yaml", skeleton.cases)], steps.text)
    }

    private func skeleton() throws -> ConnectorSkeleton {
        var skeleton = ConnectorSkeleton(name: name, scheme: scheme)
        skeleton.docs = docs
        skeleton.header = header ?? skeleton.header
        skeleton.prefix = prefix
        skeleton.encoding = encoding ?? skeleton.encoding
        skeleton.timestampHeader = timestampHeader
        skeleton.secret = secret ?? skeleton.secret
        skeleton.body = decode
        skeleton.sample = try sample.map(Self.body)
        return skeleton
    }

    /// A body without the line break that editors add at the end of a file.
    private static func body(in file: String) throws -> String {
        guard let text = FileBytes.readText(file, limit: 1024 * 1024) else {
            throw Terminal.misuse("\(Terminal.safe(file)) cannot be read as UTF-8, or has more than 1 MiB.")
        }
        var body = Array(text.utf8)
        if body.last == 0x0A { body.removeLast() }
        if body.last == 0x0D { body.removeLast() }
        return String(decoding: body, as: UTF8.self)
    }

    private func cases(_ skeleton: ConnectorSkeleton) throws -> String {
        do throws(Diagnostics) {
            return try skeleton.cases(ids: IDSource())
        } catch {
            for problem in error.sorted { Terminal.error(problem.rendered + "\n") }
            throw ExitCode.failure
        }
    }

    private static let quotes = Array("\"'\\".utf8)

    private static func isWord(_ text: String, _ others: Unicode.Scalar...) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || others.contains(scalar)
            }
    }
}

/// Options of a few words each.
private enum Words<Word: RawRepresentable & CaseIterable> where Word.RawValue == String {
    static var list: String { Word.allCases.map(\.rawValue).joined(separator: ", ") }

    static func read(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else { throw ValidationError("`\(text)` is none of \(list)") }
        return word
    }
}
