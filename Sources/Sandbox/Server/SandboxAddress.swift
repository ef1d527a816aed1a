import Connectors
import Core

/// Where in the sandbox a request goes.
struct SandboxAddress {
    /// The first segment of the path.
    let source: String
    /// The path behind it.
    let path: String
    /// The path behind it, and the query.
    let target: String

    /// Splits a request target such as `/sms/v1/messages?limit=1`.
    init(_ text: String) {
        let rest = text.utf8.drop { $0 == UInt8(ascii: "/") }
        let name = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let target = rest.dropFirst(name.count)
        source = String(decoding: name, as: UTF8.self)
        self.target = String(decoding: target, as: UTF8.self)
        path = String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The event that is asked for behind `/_events`; empty when none is named, nil when it is no such address.
    var event: String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.first == "_events", parts.count <= 2 else { return nil }
        return parts.count == 2 ? String(parts[1]) : ""
    }

    /// The query's parameters; the first of a name counts.
    var query: [String: String] {
        let pairs = FormCoding.query(of: target).map { ($0.name, $0.value) }
        return Dictionary(pairs) { first, _ in first }
    }
}
