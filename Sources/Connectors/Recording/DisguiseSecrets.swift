import Core

extension Disguise {
    /// Another secret of the same form.
    func secret(_ text: String) -> String {
        LeafText(text, expectsPhone: false).wordsAndMarks.map { piece in
            switch piece {
            case .word(let word): pseudonyms.word(word)
            case .mark(let byte): String(decoding: [byte], as: UTF8.self)
            default: ""
            }
        }.joined()
    }

    /// A token becomes one with disguised claims and a mark for its signature.
    ///
    /// When its claims hold hashes of what is disguised later, ``token(_:)`` must be asked again.
    mutating func fixToken(_ mark: SignatureMark) { tokens.append(mark) }

    /// Fixes tokens with the claims as they are by now.
    mutating func fixTokens() {
        for mark in tokens {
            let parts = mark.original.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let claims = Base64.decode(String(parts[1])), let new = json(claims, depth: 1)
            else {
                continue
            }
            fix(mark.original, as: "\(parts[0]).\(Base64.encode(new, urlSafe: true)).\(mark.text)")
        }
    }

    /// The settings in which a source differs from its connector, disguised; names of headers that a request has stay.
    mutating func settings(of source: Source, for webhook: RawWebhook) -> JSONObject {
        let own = source.config.members.filter { source.connector.config[$0.name] != $0.value }
        return JSONObject(
            own.map { member in
                let isHeader = member.value.string.map { value in
                    webhook.headers.contains { $0.name.hasSameBytes(as: value.lowercased()) }
                }
                if isHeader == true { return (member.name, member.value) }
                let text = JSON.object(JSONObject([(member.name, member.value)])).bytes
                let new = json(text, depth: 1).flatMap { try? JSON.parse($0) }
                return (member.name, new?[member.name] ?? member.value)
            }
        )
    }
}
