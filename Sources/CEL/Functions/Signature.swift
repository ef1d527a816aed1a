/// How a function may be called, as its declaration spells it.
///
/// `string.charAt(int) -> string` is a method, `base64.encode(bytes) -> string` a function in a namespace, `size(list(A)) ->
/// int` a function; a capital letter stands for any type, `dyn...` for any number of arguments.
struct Signature: Sendable {
    let name: String
    /// The type before the dot of a method.
    let receiver: String?
    /// Types of the arguments in parentheses.
    let parameters: [String]
    /// Whether the last parameter may stand any number of times.
    let isVariadic: Bool
    let result: String

    /// Reads a declaration.
    ///
    /// Declarations are part of the program, not data: a test reads all of them, and a malformed one declares nothing.
    init(_ text: String) {
        let (head, result) = Self.split(text, at: " -> ")
        let opening = Self.openingParenthesis(of: head)
        let (name, receiver) = Self.nameAndReceiver(head[..<opening])
        let inside = head[opening...].dropFirst().dropLast()
        isVariadic = inside.hasSuffix("...")
        parameters = Self.arguments(isVariadic ? inside.dropLast(3) : inside)
        self.name = name
        self.receiver = receiver
        self.result = String(result)
    }

    /// How many arguments, the receiver counted.
    var arity: ClosedRange<Int> {
        let count = parameters.count + (receiver == nil ? 0 : 1)
        return isVariadic ? max(0, count - 1)...99 : count...count
    }

    /// The types between commas that are in no parentheses themselves.
    static func arguments(_ text: Substring) -> [String] {
        var parts: [String] = []
        var depth = 0
        var part = ""
        for character in text where character != " " {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return part.isEmpty ? parts : parts + [part]
    }

    private static func split(_ text: String, at mark: String) -> (Substring, Substring) {
        guard let range = text.firstRange(of: mark) else { return (text[...], "dyn") }
        return (text[..<range.lowerBound], text[range.upperBound...])
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

    private static func nameAndReceiver(_ text: Substring) -> (name: String, receiver: String?) {
        guard let dot = text.lastIndex(of: ".") else { return (String(text), nil) }
        let before = text[..<dot]
        guard isType(before) else { return (String(text), nil) }
        return (String(text[text.index(after: dot)...]), String(before))
    }

    /// What may stand before the dot of a method, where a namespace may stand too.
    private static func isType(_ text: Substring) -> Bool {
        let word = String(text.prefix { $0 != "(" })
        let isParameter = word.utf8.count == 1 && word.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        return isParameter || typeWords.contains(word)
    }

    private static let typeWords: Set<String> = [
        "dyn", "null", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "timestamp", "duration",
        "type", "optional_type", "net.IP", "net.CIDR",
    ]
}
