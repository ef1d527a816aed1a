import CCurl
import Core

/// A libcurl list of lines; freed with this value.
@safe
struct LineList: ~Copyable {
    private var head: UnsafeMutablePointer<curl_slist>?

    /// These lines; nil when memory is short.
    init?(_ lines: [String]) {
        unsafe head = nil
        for line in lines where !append(line) { return nil }
    }

    /// The lines of `headers`, and two that switch off what libcurl adds by itself: `Expect: 100-continue`, and a
    /// form's content type where the caller names none.
    ///
    /// Nil when memory is short.
    init?(headers: [(name: String, value: String)]) {
        unsafe head = nil
        guard append("Expect:") else { return nil }
        let namesType = headers.contains { RequestCheck.isSameName("content-type", $0.name) }
        guard namesType || append("Content-Type:") else { return nil }
        for header in headers where !append(Self.line(header.name, header.value)) { return nil }
    }

    deinit {
        unsafe curl_slist_free_all(head)
    }

    /// Lets `body` see the list.
    ///
    /// It must not outlive this value.
    func withList<Result>(_ body: (UnsafeMutablePointer<curl_slist>?) -> Result) -> Result {
        unsafe body(head)
    }

    private mutating func append(_ line: String) -> Bool {
        guard let longer = unsafe curl_slist_append(head, line) else { return false }
        unsafe head = longer
        return true
    }

    /// libcurl takes `Name:` as an order to leave the header out; `Name;` sends it empty.
    private static func line(_ name: String, _ value: String) -> String {
        value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? name + ";" : name + ": " + value
    }
}
