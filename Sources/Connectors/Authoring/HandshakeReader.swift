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
        let capture = reader.nested("capture").flatMap { self.capture($0, isAfterVerify: isAfterVerify) }
        reader.finish()
        guard let when, let answer = answer ?? (calls ? .plain(200) : nil), !calls || call != nil,
            !reader.has("capture") || capture != nil
        else { return nil }
        return Handshake(when: when, isAfterVerify: isAfterVerify, answer: answer, call: call, capture: capture)
    }

    private func call(_ reader: MappingReader) -> HandshakeCall? {
        let url = author.expression(reader.text("url", .required), in: scope)
        let allowed = reader.text("allow", .required).flatMap(author.pattern).map { AllowedURLs(pattern: $0) }
        _ = reader.choice("method", of: ["GET"])
        reader.finish()
        guard let url, let allowed else { return nil }
        return HandshakeCall(url: url, allowed: allowed)
    }

    /// `{secret, value, replace}`.
    private func capture(_ reader: MappingReader, isAfterVerify: Bool) -> CapturePlan? {
        let name = reader.text("secret", .required)
        let value = author.expression(reader.text("value", .required), in: scope)
        let replaces = reader.bool("replace") ?? false
        if replaces, !isAfterVerify, let key = reader.key("replace") {
            let hint = "add `after_verify: true`: anybody else could put a secret of his own in its place"
            author.problems.add(
                "unverified-capture",
                "only a verified request may replace a secret",
                hint: hint,
                at: key
            )
        }
        reader.finish()
        guard let name, isFileName(name), let secret = author.use(secret: name), let value else { return nil }
        return CapturePlan(secret: secret, value: value, replaces: replaces)
    }

    /// What is handed over is kept in a file of this name.
    private func isFileName(_ name: SourceText) -> Bool {
        let isPlain = name.text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        }
        if isPlain, (1...64).contains(name.text.utf8.count) { return true }
        let hint = "lower-case letters, digits and `_`, at most 64"
        author.problems.add("bad-value", "a secret that is kept cannot be `\(name.text)`", hint: hint, at: name)
        return false
    }
}
