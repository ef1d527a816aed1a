import CEL
import Core

/// What was signed and the signatures, as one request has them.
struct SignedParts {
    /// Candidates that are shown, as many as are checked.
    private static let candidateLimit = 16

    let contents: [[UInt8]]
    let signatures: [[UInt8]]
    /// Both, and what is wrong with them.
    let notes: [StepTrace.Note]
    private let encoding: SignatureEncoding

    init(_ signed: SignedContent, _ bindings: Bindings) {
        let content = signed.content.result(bindings)
        let given = signed.signature.result(bindings)
        let texts = given.candidates.prefix(Self.candidateLimit).filter { !$0.isBlank }
        contents = content.candidates.prefix(Self.candidateLimit).compactMap(\.byteString)
        signatures = texts.compactMap { $0.string.flatMap(signed.encoding.decode) }
        encoding = signed.encoding
        let contentNotes = contents.map { StepTrace.Note("content", "\($0.count) bytes", bytes: $0) }
        let givenNotes =
            texts.isEmpty ? [StepTrace.Note("given", "nothing")] : texts.map { Self.note($0, signed.encoding) }
        notes =
            (Self.failure("content", signed.content, content).map { [$0] } ?? contentNotes)
            + (Self.failure("given", signed.signature, given).map { [$0] } ?? givenNotes)
    }

    /// What each content would be signed with by `name`, and whether a signature is just that.
    func computed(with name: String, _ sign: ([UInt8]) -> [UInt8]) -> [StepTrace.Note] {
        contents.map { content in
            let bytes = sign(content)
            let verdict = signatures.contains(bytes) ? ", which matches" : ""
            return StepTrace.Note("computed", "\(encoding.encode(bytes)) with \(name)\(verdict)")
        }
    }

    private static func note(_ signature: Value, _ encoding: SignatureEncoding) -> StepTrace.Note {
        let text = signature.string ?? "a value that is no text"
        let isWritten = signature.string.flatMap(encoding.decode) != nil
        return StepTrace.Note("given", isWritten ? text : "\(text), which is no \(encoding.rawValue)")
    }

    private static func failure(_ label: String, _ expression: Expression, _ result: Value) -> StepTrace.Note? {
        guard case .error(let error) = result else { return nil }
        return StepTrace.Note(label, "`\(expression.source.text)` fails: \(error.message)")
    }
}
