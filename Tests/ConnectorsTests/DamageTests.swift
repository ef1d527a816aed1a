import CEL
import Core
import Testing

@testable import Connectors

/// Documents in which bytes were changed, lost and repeated: whatever comes out, nothing traps and nothing grows.
@Suite("Damaged documents") struct DamageTests {
    private static let rounds = 400

    private static let xml = #"""
        <?xml version="1.0" encoding="utf-8"?><s:E xmlns:s="u" a="1"><b t="x">é&lt;&#65;</b><!-- c --><b><![CDATA[<]]></b></s:E>
        """#
    private static let form = [
        "--b", #"Content-Disposition: form-data; name="a""#, "", "1", "--b",
        #"Content-Disposition: form-data; name=f; filename="x.txt""#, "Content-Type: text/plain", "", "é", "--b--", "",
    ].joined(separator: "\r\n")
    private static let mail = """
        From: =?utf-8?q?A=C3=A9?= <a@b.c>
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Transfer-Encoding: quoted-printable

        a=E9=
        b
        --b
        Content-Transfer-Encoding: base64

        aGk=
        --b--
        """
    private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln"

    /// A text in which a few places were changed, the same ones for the same seed.
    private func damaged(_ text: String, _ random: inout Seeded) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
            switch Int.random(in: 0...3, using: &random) {
            case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.insert(contentsOf: [0x0D, 0x0A, 0x2D, 0x2D].prefix(end - place), at: place)
            }
        }
        return bytes
    }

    @Test("XML", .timeLimit(.minutes(1)))
    func xml() {
        var random = Seeded(state: 1)
        var taken = 0
        for _ in 0..<Self.rounds {
            let bytes = damaged(Self.xml, &random)
            if let value = try? XMLDocument.parse(bytes) {
                taken += 1
                #expect((value.json?.bytes.count ?? .max) < 4 * bytes.count + 16)
            }
        }
        #expect((1..<Self.rounds).contains(taken))
    }

    @Test("forms: what is read was there", .timeLimit(.minutes(1)))
    func forms() {
        var random = Seeded(state: 2)
        var taken = 0
        for _ in 0..<Self.rounds {
            let bytes = damaged(Self.form, &random)
            if let form = try? MultipartForm(bytes, contentType: "multipart/form-data; boundary=b") {
                taken += 1
                let size = form.fields.reduce(0) { $0 + $1.bytes.count } + form.files.reduce(0) { $0 + $1.body.count }
                #expect(size <= bytes.count)
                #expect(form.text().count == form.fields.count)
            }
        }
        #expect((1..<Self.rounds).contains(taken))
    }

    @Test("mail and tokens", .timeLimit(.minutes(1)))
    func mailAndTokens() {
        var random = Seeded(state: 3)
        for _ in 0..<Self.rounds {
            let bytes = damaged(Self.mail, &random)
            #expect((MailMessage(bytes).value.json?.bytes.count ?? .max) < 12 * bytes.count + 64)
            _ = JSONWebToken(String(decoding: damaged(Self.token, &random), as: UTF8.self))
            _ = ParameterizedValue(String(decoding: damaged(#"a/b; c="d\"e"; f=g"#, &random), as: UTF8.self))
            _ = EncodedWords.decode(String(decoding: damaged("=?utf-8?q?a=C3?= =?x?b?aGk=?=", &random), as: UTF8.self))
        }
    }
}
