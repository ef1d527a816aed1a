/// Reads the declaration of a function, which may spell several signatures at once.
///
/// `string.charAt(int) -> string` is a method, `base64.encode(bytes) -> string` a function in a namespace, `size(list(A)) ->
/// int` a function; a capital letter stands for any type. `string|bytes` is either of both, `int?` may be left out, and
/// `dyn...` may stand any number of times.
enum SignatureReader {
    /// All signatures that a declaration spells, one at least.
    ///
    /// Declarations are part of the program, not data: a test reads all of them.
    static func signatures(of text: String) -> [Signature] {
        let (head, result) = split(text)
        let opening = openingParenthesis(of: head)
        let (name, receiver) = nameAndReceiver(head[..<opening])
        let inside = head[opening...].dropFirst().dropLast()
        let isVariadic = inside.hasSuffix("...")
        let parameters = ValueTypeReader.parts(of: isVariadic ? inside.dropLast(3) : inside)
        let needed = parameters.prefix { !$0.hasSuffix("?") }.count
        return (needed...parameters.count).flatMap { count in
            let taken = parameters.prefix(count).map { $0.hasSuffix("?") ? $0.dropLast() : $0 }
            return choices((receiver.map { [$0] } ?? []) + taken).map { types in
                Signature(
                    name,
                    types,
                    isMethod: receiver != nil,
                    isVariadic: isVariadic,
                    result: result,
                    isWellFormed: opening != head.endIndex
                )
            }
        }
    }

    /// Every way to take one of the types that `|` divides, for each parameter.
    private static func choices(_ parameters: [Substring]) -> [[Substring]] {
        parameters.reduce([[]]) { taken, parameter in
            let types = ValueTypeReader.parts(of: parameter, dividedBy: "|")
            return taken.flatMap { before in (types.isEmpty ? [parameter] : types).map { before + [$0] } }
        }
    }

    private static func split(_ text: String) -> (head: Substring, result: Substring) {
        guard let arrow = text.firstRange(of: " -> ") else { return (text[...], "dyn") }
        return (text[..<arrow.lowerBound], text[arrow.upperBound...])
    }

    /// The parenthesis that the last one closes.
    private static func openingParenthesis(of head: Substring) -> String.Index {
        var depth = 0
        for index in head.indices.reversed() {
            if head[index] == ")" { depth += 1 }
            if head[index] == "(" { depth -= 1 }
            if head[index] == "(", depth == 0 { return index }
        }
        return head.endIndex
    }

    private static func nameAndReceiver(_ text: Substring) -> (name: String, receiver: Substring?) {
        guard let dot = text.lastIndex(of: "."), isType(text[..<dot]) else { return (String(text), nil) }
        return (String(text[text.index(after: dot)...]), text[..<dot])
    }

    /// What may stand before the dot of a method, where a namespace may stand too.
    private static func isType(_ text: Substring) -> Bool {
        if text.contains("(") || text.contains("|") || text == "net.IP" || text == "net.CIDR" { return true }
        if case .opaque = ValueType(String(text)) { return false }
        return true
    }
}
