import Core

/// Rewrites requests so that nobody can be known by them, and what is said stays what it is: types, states, moments and
/// amounts stay, everything else is replaced, and nothing is kept only because it looks harmless.
struct Disguise {
    /// Documents inside of texts inside of documents.
    static let depthLimit = 5

    var pseudonyms: Pseudonyms
    private let kept: KeptWords
    /// Texts that have their replacements already: signatures, secrets, digests, addresses of keys.
    private(set) var fixed: [(original: String, replacement: String)] = []
    /// Tokens whose claims are disguised when everything else is.
    var tokens: [SignatureMark] = []
    /// Leaves that stay as they are because the connector must read them.
    var exempt: Set<String> = []
    /// Leaves of which none but the connector may say whether they are words of a list.
    private(set) var doubtful: [String] = []

    init(salt: [UInt8], kept: KeptWords) {
        pseudonyms = Pseudonyms(salt: salt)
        self.kept = kept
    }

    /// Has a text replaced by another wherever it stands in a leaf; the longest first.
    mutating func fix(_ original: String, as replacement: String) {
        guard !original.isEmpty else { return }
        fixed.removeAll { $0.original.hasSameBytes(as: original) }
        fixed.append((original, replacement))
        fixed.sort { $0.original.utf8.count > $1.original.utf8.count }
    }

    /// A leaf: a text that belongs to a field of this name.
    mutating func leaf(_ text: String, named name: String) -> String {
        if text.isEmpty || exempt.contains(text) { return text }
        return leaf(text, LeafHint(name), besides: 0)
    }

    /// A leaf in which the first so many fixed texts do not stand.
    private mutating func leaf(_ text: String, _ hint: LeafHint, besides place: Int) -> String {
        guard let next = fixed[place...].firstIndex(where: { text.contains($0.original) }) else {
            return text.isEmpty ? text : byHint(text, hint)
        }
        let parts = text.split(separator: fixed[next].original, omittingEmptySubsequences: false)
        return parts.map { leaf(String($0), hint, besides: next + 1) }.joined(separator: fixed[next].replacement)
    }

    private mutating func byHint(_ text: String, _ hint: LeafHint) -> String {
        let pieces = LeafText(text, expectsPhone: hint == .phone).pieces
        let isPlain = !pieces.contains { piece in
            switch piece {
            case .email, .phone, .number: true
            default: false
            }
        }
        switch hint {
        case .birth: return "1980-01-01"
        case .person where isPlain: return pseudonyms.name(text)
        case .name where isPlain && text.utf8.contains { $0 > 64 }:
            if isKept(text) { doubt(text) }
            return pseudonyms.name(text)
        case .street where isPlain && text.utf8.contains(0x20): return pseudonyms.street(text)
        case .city where isPlain: return pseudonyms.city(text)
        case .word where Self.isWordOfList(text): return text
        case .text where !isKept(text): return pseudonyms.sentence(text)
        default: break
        }
        if [.identifier, .none].contains(hint), isPlain, Self.isProse(text) { return pseudonyms.sentence(text) }
        return pieces.map { replaced($0, hint) }.joined()
    }

    private mutating func replaced(_ piece: LeafPiece, _ hint: LeafHint) -> String {
        switch piece {
        case .email(let text): return pseudonyms.email(text)
        case .phone(let text): return pseudonyms.phone(text)
        case .networkAddress(let text): return pseudonyms.networkAddress(text)
        case .number(let text): return pseudonyms.number(text)
        case .moment(let text): return text
        case .mark(let byte): return String(decoding: [byte], as: UTF8.self)
        case .word(let text): return word(text, hint)
        }
    }

    private mutating func word(_ text: String, _ hint: LeafHint) -> String {
        if hint == .secret ? Self.schemes.contains(text.lowercased()) : stays(text, hint) { return text }
        doubt(text)
        return exempt.contains(text) ? text : pseudonyms.word(text)
    }

    /// Words before credentials (RFC 9110 section 11).
    private static let schemes: Set = ["bearer", "basic", "token", "digest"]

    private mutating func doubt(_ text: String) {
        if text.utf8.count <= 48, !doubtful.contains(text) { doubtful.append(text) }
    }

    /// Short numbers, moments, amounts, words that are known, and what stands before an underscore in an id.
    private func stays(_ text: String, _ hint: LeafHint) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy(LeafText.isDigit) else { return bytes.count <= 2 || kept.contains(text) }
        switch hint {
        case .amount, .moment: return true
        case .postalCode, .phone: return false
        default: return bytes.count <= 4 || Self.isMoment(bytes)
        }
    }

    /// Seconds or milliseconds since 1970, from 2001 to 2033.
    private static func isMoment(_ digits: [UInt8]) -> Bool {
        [10, 13].contains(digits.count) && digits[0] == UInt8(ascii: "1")
    }

    private func isKept(_ text: String) -> Bool {
        LeafText(text, expectsPhone: false).pieces.allSatisfy { piece in
            switch piece {
            case .word(let word): kept.contains(word)
            case .mark: true
            default: false
            }
        }
    }

    /// One word of a list, such as `payment_intent.succeeded`: no blanks, and hardly a digit.
    private static func isWordOfList(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= 64, let first = bytes.first, (97...122).contains(first | 0x20) else { return false }
        let isPlain = bytes.allSatisfy { LeafText.isWordByte($0) && $0 < 0x80 || "_.:-/".utf8.contains($0) }
        return isPlain && bytes.count(where: LeafText.isDigit) <= 2
    }

    /// Three words or more with blanks between them.
    private static func isProse(_ text: String) -> Bool {
        text.utf8.split { $0 == 0x20 || $0 == 0x0A }.count >= 3
    }
}
