import Core

@testable import Connectors

/// One small change to a request.
enum Mutation: String, CaseIterable {
    /// A byte of a header's value, or of its name.
    case header
    case body
    case url
    /// A digit of the longest number, or of a date.
    case timestamp
    /// The same said otherwise: escapes, line breaks, padding, another spelling of the bytes.
    case encoding
    case `case`
    /// Two neighbours change places: bytes, parameters, headers.
    case order
    /// A header or the body is missing, or there is one more.
    case presence
    case method

    /// The changed request.
    func applied(to webhook: RawWebhook, _ random: inout Seeded) -> RawWebhook {
        var parts = Parts(webhook)
        switch self {
        case .header: parts.changeHeader(&random) { Edit.byte($0, &$1) }
        case .body: parts.body = Edit.byte(parts.body, &random)
        case .url: parts.changeTarget(&random) { Edit.byte($0, &$1) }
        case .timestamp: parts.changeAny(&random) { Edit.digit($0, &$1) }
        case .encoding: parts.changeAny(&random) { Edit.spelling($0, &$1) }
        case .case: parts.changeAny(&random) { Edit.letterCase($0, &$1) }
        case .order: parts.changeAny(&random) { Edit.order($0, &$1) }
        case .presence: parts.changePresence(&random)
        case .method: parts.method = ["GET", "POST", "PUT", "post", "DELETE"].randomElement(using: &random) ?? "PUT"
        }
        return parts.webhook
    }
}

/// A request taken apart.
private struct Parts {
    let original: RawWebhook
    var method: String
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(_ webhook: RawWebhook) {
        original = webhook
        (method, url, headers, body) = (webhook.method, webhook.url, webhook.headers, webhook.body)
    }

    var webhook: RawWebhook {
        RawWebhook(
            source: original.source,
            method: method,
            url: url,
            headers: headers,
            body: body,
            received: original.received
        )
    }

    typealias Change = ([UInt8], inout Seeded) -> [UInt8]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    mutating func changeHeader(_ random: inout Seeded, _ change: Change) {
        guard let index = headers.indices.randomElement(using: &random) else { return changeTarget(&random, change) }
        if Int.random(in: 0..<10, using: &random) == 0 {
            headers[index].name = Self.text(change(Array(headers[index].name.utf8), &random)).lowercased()
        } else {
            headers[index].value = Self.text(change(Array(headers[index].value.utf8), &random))
        }
    }

    /// Everything behind the host.
    mutating func changeTarget(_ random: inout Seeded, _ change: Change) {
        let bytes = Array(url.utf8)
        let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }
        let start = slashes.count > 2 ? slashes[2] + 1 : bytes.count
        url = Self.text(bytes[..<start] + change(Array(bytes[start...]), &random))
    }

    mutating func changeAny(_ random: inout Seeded, _ change: Change) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changeHeader(&random, change)
        case 1: changeTarget(&random, change)
        default: body = change(body, &random)
        }
    }

    mutating func changePresence(_ random: inout Seeded) {
        let index = headers.indices.randomElement(using: &random)
        switch (Int.random(in: 0..<5, using: &random), index) {
        case (0, let index?): headers.remove(at: index)
        case (1, let index?): headers.append((headers[index].name, ""))
        case (2, let index?): headers.insert((headers[index].name, "x"), at: 0)
        case (3, _): body = []
        default: body += body
        }
    }
}

/// Small changes to bytes.
private enum Edit {
    static func byte(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        let new = UInt8.random(in: 0x21...0x7E, using: &random)
        guard let index = bytes.indices.randomElement(using: &random) else { return [new] }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = bytes[index] == new ? new ^ 1 : new
        case 1: bytes.remove(at: index)
        default: bytes.insert(new, at: index)
        }
        return bytes
    }

    static func digit(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
        guard let index = digits.randomElement(using: &random) else { return byte(bytes, &random) }
        bytes[index] = 48 + (bytes[index] - 48 + UInt8.random(in: 1...9, using: &random)) % 10
        return bytes
    }

    static func letterCase(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        let letters = bytes.indices.filter { (65...90).contains(bytes[$0] & 0xDF) }
        guard let index = letters.randomElement(using: &random) else { return byte(bytes, &random) }
        bytes[index] ^= 0x20
        return bytes
    }

    static func spelling(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        guard let index = bytes.indices.randomElement(using: &random) else { return [0x20] }
        let hex = Hex.encode([bytes[index]])
        let replacements: [[UInt8]] = [
            Array("%\(hex)".utf8), Array("%\(hex.uppercased())".utf8), Array("\\u00\(hex)".utf8),
            Array("&#x\(hex);".utf8),
        ]
        let insertions = ["\n", "\r\n", " ", "=", "\u{FEFF}", "%20", "+", "\u{301}"].map { Array($0.utf8) }
        if Bool.random(using: &random) {
            return bytes[..<index] + (replacements.randomElement(using: &random) ?? []) + bytes[(index + 1)...]
        }
        let place = Bool.random(using: &random) ? index : bytes.count
        return bytes[..<place] + (insertions.randomElement(using: &random) ?? []) + bytes[place...]
    }

    static func order(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        let separators: [UInt8] = Array("&,".utf8)
        if let separator = separators.filter(bytes.contains).randomElement(using: &random), Bool.random(using: &random)
        {
            var parts = bytes.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
            let index = Int.random(in: 0..<parts.count - 1, using: &random)
            parts.swapAt(index, index + 1)
            return Array(parts.joined(separator: [separator]))
        }
        guard bytes.count > 1 else { return bytes }
        var bytes = bytes
        let index = Int.random(in: 0..<bytes.count - 1, using: &random)
        bytes.swapAt(index, index + 1)
        return bytes
    }
}
