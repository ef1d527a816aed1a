import Core

extension Disguise {
    /// A document of JSON, byte for byte as it is but for the leaves that are replaced; nil when it is none.
    mutating func json(_ bytes: [UInt8], depth: Int) -> [UInt8]? {
        do throws(JSONError) {
            _ = try JSON.parse(bytes)
        } catch {
            return nil
        }
        var writer = JSONLeaves(bytes)
        return writer.rewritten { name, token in leafToken(token, named: name, depth: depth) }
    }

    /// A string or a number as it is written.
    private mutating func leafToken(_ token: [UInt8], named name: String, depth: Int) -> [UInt8] {
        guard let value = try? JSON.parse(token) else { return token }
        if let text = value.string {
            let new = nested(text, named: name, depth: depth + 1)
            return new.hasSameBytes(as: text) ? token : JSON.string(new).bytes
        }
        let digits = String(decoding: token, as: UTF8.self)
        guard !token.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return token }
        return Array(leaf(digits, named: name).utf8)
    }

    /// A text that may be a document itself.
    mutating func nested(_ text: String, named name: String, depth: Int) -> String {
        guard depth < Self.depthLimit, let first = text.utf8.first, text.utf8.count > 1 else {
            return leaf(text, named: name)
        }
        if [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(first), let new = json(Array(text.utf8), depth: depth) {
            return String(decoding: new, as: UTF8.self)
        }
        if first == UInt8(ascii: "<"), let new = xml(Array(text.utf8), depth: depth) {
            return String(decoding: new, as: UTF8.self)
        }
        if text.hasPrefix("https://") || text.hasPrefix("http://") { return url(text, depth: depth) }
        if let new = encoded(text, depth: depth) { return new }
        return text.utf8.contains(0x0A) ? lines(text, named: name) : leaf(text, named: name)
    }

    /// Base64 of a document; nil for anything else.
    private mutating func encoded(_ text: String, depth: Int) -> String? {
        let plain = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
        guard plain.count >= 16, let bytes = Base64.decode(String(decoding: plain, as: UTF8.self)),
            let first = bytes.first(where: { $0 > 0x20 }), "{[<".utf8.contains(first)
        else { return nil }
        let new = first == UInt8(ascii: "<") ? xml(bytes, depth: depth) : json(bytes, depth: depth)
        return new.map { Base64.encode($0) }
    }

    /// Line by line; of `Name: value` the name stays, as in the head of a mail.
    private mutating func lines(_ text: String, named name: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let head = line.utf8.prefix { LeafText.isWordByte($0) || $0 == UInt8(ascii: "-") }
            let rest = line.utf8.dropFirst(head.count)
            guard !head.isEmpty, rest.first == UInt8(ascii: ":") else { return leaf(String(line), named: "") }
            let field = String(decoding: Array(head), as: UTF8.self)
            return "\(field):\(leaf(String(decoding: Array(rest.dropFirst()), as: UTF8.self), named: ""))"
        }
        return lines.joined(separator: "\n")
    }
}

/// Walks over the leaves of a document that is JSON.
private struct JSONLeaves {
    private let bytes: [UInt8]
    private var place = 0
    private var out: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The document with every leaf as `replace` has it, which is given the name of the field it belongs to.
    mutating func rewritten(_ replace: (String, [UInt8]) -> [UInt8]) -> [UInt8] {
        var names: [String] = [""]
        var isObject: [Bool] = []
        var expectsName = false
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                isObject.append(bytes[place] == UInt8(ascii: "{"))
                names.append(names.last ?? "")
                expectsName = isObject.last ?? false
                copy()
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = isObject.popLast()
                _ = names.popLast()
                expectsName = false
                copy()
            case UInt8(ascii: ","):
                expectsName = isObject.last ?? false
                copy()
            case UInt8(ascii: "\""):
                let token = string()
                if expectsName {
                    let name = (try? JSON.parse(token))?.string ?? ""
                    names[names.count - 1] = name
                    out += replacedName(token, name, replace)
                    expectsName = false
                } else {
                    out += replace(names.last ?? "", token)
                }
            case UInt8(ascii: "-"), 48...57: out += replace(names.last ?? "", number())
            default: copy()
            }
        }
        return out
    }

    /// A name may be somebody's: an address, a number.
    private func replacedName(_ token: [UInt8], _ name: String, _ replace: (String, [UInt8]) -> [UInt8]) -> [UInt8] {
        let isPersonal = LeafText(name, expectsPhone: false).pieces.contains { piece in
            switch piece {
            case .email, .phone: true
            default: false
            }
        }
        return isPersonal ? replace("", token) : token
    }

    private mutating func copy() {
        out.append(bytes[place])
        place += 1
    }

    private mutating func string() -> [UInt8] {
        let start = place
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, bytes.count)
        return Array(bytes[start..<place])
    }

    private mutating func number() -> [UInt8] {
        let start = place
        while place < bytes.count, LeafText.isDigit(bytes[place]) || "+-.eE".utf8.contains(bytes[place]) { place += 1 }
        return Array(bytes[start..<place])
    }
}
