import Core
import Testing

@Suite("Card and social security numbers leave a body before it is stored")
struct RedactionTests {
    @Test(arguments: [
        ("card 4242424242424242 end", "card **************** end", 1),
        ("4242 4242 4242 4242", "**** **** **** ****", 1),
        ("{\"pan\":\"5555-5555-5555-4444\"}", "{\"pan\":\"****-****-****-****\"}", 1),
        ("{\"pan\":378282246310005}", "{\"pan\":999999999999999}", 1),
        ("ssn=123-45-6789&x=1", "ssn=***-**-****&x=1", 1),
        ("4242424242424241", "4242424242424241", 0),
        ("id 820982911946154508", "id 820982911946154508", 0),
        ("t=1760000000000", "t=1760000000000", 0),
        ("SM4242424242424242", "SM4242424242424242", 0),
        ("+15005550006", "+15005550006", 0),
        ("", "", 0),
    ])
    func replaces(body: String, expected: String, count: Int) {
        let (redacted, found) = Redaction.redact(Array(body.utf8))
        #expect(String(decoding: redacted, as: UTF8.self) == expected)
        #expect(found == count)
    }

    @Test func keepsTheLength() {
        for length in 0..<40 {
            let body = Array(String(repeating: "4", count: length).utf8)
            #expect(Redaction.redact(body).body.count == length)
        }
    }
}
