import Core
import Testing

@testable import Connectors

/// Requests in HTTP archives (HAR 1.2).
@Suite("HTTP archives") struct HTTPArchiveTests {
    private func all(_ text: String) throws -> [TrialInput] {
        try TrialInput.all(in: Array(text.utf8), base: "https://gw.example.com", now: noon)
    }

    private static let archive = #"""
        {"log": {"version": "1.2", "entries": [
          {"startedDateTime": "2025-10-09T08:53:10.5Z", "request": {"method": "POST", "url": "https://a.example/hooks/x?y=1",
           "headers": [{"name": ":authority", "value": "a.example"}, {"name": "X-Sig", "value": "1"}],
           "postData": {"mimeType": "application/json", "text": "{\"a\":1}"}}},
          {"request": {"method": "POST", "url": "https://a.example/", "headers": [],
           "postData": {"params": [{"name": "a b", "value": "c&d"}, {"name": "e"}]}}},
          {"request": {"method": "GET", "url": "https://a.example/"}},
          {"request": {"method": "POST", "url": "https://a.example/", "postData": {"text": "AQID", "encoding": "base64"}}}
        ]}}
        """#

    @Test("every entry is a request, when it was made")
    func entries() throws {
        let inputs = try all(Self.archive)
        #expect(inputs.map(\.webhook.method) == ["POST", "POST", "GET", "POST"])
        #expect(
            inputs.map { String(decoding: $0.webhook.body, as: UTF8.self) } == [
                #"{"a":1}"#, "a+b=c%26d&e=", "", "\u{1}\u{2}\u{3}",
            ]
        )
        #expect(inputs[0].webhook.headers.map { "\($0.name): \($0.value)" } == ["x-sig: 1"])
        #expect(inputs[0].webhook.url == "https://a.example/hooks/x?y=1")
        #expect(inputs[0].now == Timestamp(microseconds: 1_759_999_990_500_000))
        #expect(inputs[1].now == noon)
    }

    @Test("anything else is read as one request")
    func others() throws {
        #expect(
            try all("POST /hooks/x HTTP/1.1\nA: b\n\nbody").map(\.webhook.url) == ["https://gw.example.com/hooks/x"]
        )
        #expect(try all(#"{"url": "https://a.example/"}"#).count == 1)
    }

    @Test(
        "what is wrong with an entry is told by its number",
        arguments: [
            ("{}", "entry 0: `request` must have `method` and `url`"),
            (#"{"request": {"method": "GET"}}"#, "entry 0: `request` must have `method` and `url`"),
            (
                #"{"request": {"method": "GET", "url": "u", "postData": {"text": "?", "encoding": "base64"}}}"#,
                "entry 0: `postData.text` is no Base64"
            ),
        ]
    )
    func mistakes(entry: String, message: String) {
        #expect(throws: TrialInput.Failure(message: message)) { try all("{\"log\": {\"entries\": [\(entry)]}}") }
    }
}
