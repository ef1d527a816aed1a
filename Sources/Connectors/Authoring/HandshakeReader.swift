import CEL
import Core
import YAML

/// Reads `receive.handshake`.
struct HandshakeReader {
    let author: Author
    /// Where its expressions stand.
    let scope: Scope

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> Handshake? {
        let when = author.expression(reader.text("when", .required), in: scope)
        let isAfterVerify = reader.bool("after_verify") ?? false
        let calls = reader.has("call")
        let answer = reader.nested("respond", calls ? .optional : .required).map {
            author.answer($0, status: 200, in: scope)
        }
        if calls, !isAfterVerify, let key = reader.key("call") {
            let hint = "add `after_verify: true`: anybody else could make us call"
            author.problems.add("unverified-call", "only a verified request may make us call", hint: hint, at: key)
        }
        let call = reader.nested("call").flatMap(call)
        author.refuse(["capture"], in: reader)
        reader.finish()
        guard let when, let answer = answer ?? (calls ? .plain(200) : nil), !calls || call != nil else { return nil }
        return Handshake(when: when, isAfterVerify: isAfterVerify, answer: answer, call: call)
    }

    private func call(_ reader: MappingReader) -> HandshakeCall? {
        let url = author.expression(reader.text("url", .required), in: scope)
        let allowed = reader.text("allow", .required).flatMap(pattern).map { AllowedURLs(pattern: $0) }
        _ = reader.choice("method", of: ["GET"])
        reader.finish()
        guard let url, let allowed else { return nil }
        return HandshakeCall(url: url, allowed: allowed)
    }

    private func pattern(_ text: SourceText) -> WholePattern? {
        do throws(Diagnostics) {
            return try WholePattern.compile(text)
        } catch {
            author.problems.add(error)
            return nil
        }
    }
}
