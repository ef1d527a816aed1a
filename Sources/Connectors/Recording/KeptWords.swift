import Core

/// Words that say nothing of anybody: those that a connector itself has, and the common ones of payloads.
struct KeptWords {
    private let words: Set<String>

    /// The words of a `connector.yaml`, its comments left out.
    init(connector text: String) {
        let lines = text.split(separator: "\n").map { line in
            line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? (line.hasPrefix("#") ? "" : line)
        }
        let own = lines.flatMap { line in
            line.utf8.split { !Self.isLetter($0) } + line.utf8.split { !Self.isLetter($0) && !LeafText.isDigit($0) }
        }
        words = Self.common.union(own.map { Self.lowercase($0) })
    }

    /// Whether a word may stay.
    func contains(_ word: String) -> Bool { words.contains(Self.lowercase(word.utf8)) }

    private static func lowercase(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

    private static let common = Set(
        """
        true false null none yes no ok on off success successful succeeded fail failed failure error pending \
        processed processing accepted rejected declined approved denied sent delivered undelivered queued \
        sending received read open opened click clicked bounce bounced hard soft spam complaint unsubscribe \
        unsubscribed subscribe stop stopall start unstop help cancel canceled cancelled end quit complete \
        completed busy answer answered unanswered ringing initiated inbound outbound incoming outgoing mobile \
        landline voip human machine fax unknown created updated deleted active inactive paid unpaid refunded \
        disputed voided settled captured authorized charge payment refund dispute invoice customer contact \
        account message call email sms mms chat voice phone whatsapp text html plain json xml form http https \
        www com org net example api v1 v2 v3 test live usd eur gbp cad aud chf jpy us gb ca de fr card visa \
        mastercard amex debit credit bank transfer utf iso ascii gmt utc z t est edt cst cdt mst mdt pst pdt mon \
        tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec content type charset boundary \
        version from to cc bcc subject date id reply by with for and or the of in a an is mime multipart \
        alternative mixed quoted printable transfer encoding disposition attachment inline application octet \
        stream image png jpeg smtp esmtp bearer basic sha sha1 sha256 sha512 md5 hmac rsa rs256 es256 hs256 jwt \
        typ alg kid
        """.split(separator: " ").map(String.init)
    )
}
