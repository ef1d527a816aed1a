import CEL
import Core
import Testing

@testable import Connectors

/// Mail that providers hand on whole (`mime_parse`).
@Suite("Mail") struct MailTests {
    private func read(_ text: String) throws -> JSON {
        try #require(MailMessage(Array(text.utf8)).value.json)
    }

    private static let mail = """
        From: "Sender, Inc." <from@example.org>
        Received: from first
        Received: from second
        Message-ID: <m1@mail.example.org>
        Subject: =?utf-8?q?R=C3=A9p?= =?iso-8859-1?Q?_ons=E9?=
         and a =?utf-8?B?4oKs?= more
        Content-Type: multipart/mixed; boundary="b1"

        preamble
        --b1
        Content-Type: multipart/alternative; boundary=b2

        --b2
        Content-Type: text/plain; charset="iso-8859-1"
        Content-Transfer-Encoding: quoted-printable

        It's a body=E9 that goes =
        on
        --b2
        Content-Type: text/html
        Content-Transfer-Encoding: base64

        PGI+
        w6k8L2I+
        --b2--
        --b1
        Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9?=.txt"
        Content-Type: text/plain

        attached
        --b1--
        epilogue
        """

    @Test("headers, text, HTML and files, whichever way its lines end", arguments: ["\n", "\r\n"])
    func whole(lineEnd: String) throws {
        let mail = try read(Self.mail.replacing("\n", with: lineEnd))
        let headers = mail["headers"]
        #expect(headers?["from"] == #""Sender, Inc." <from@example.org>"#)
        #expect(headers?["message-id"] == "<m1@mail.example.org>")
        #expect(headers?["received"] == "from first")
        #expect(headers?["subject"] == "Rép onsé and a € more")
        #expect(mail["text"] == "It's a bodyé that goes on")
        #expect(mail["html"] == "<b>é</b>")
        let files = try #require(mail["files"]?.array)
        #expect(files.map { $0["filename"] } == ["café.txt"])
        #expect(files.map { $0["body"] } == [.string(Base64.encode(Array("attached".utf8)))])
    }

    @Test(
        "whatever comes, something is read",
        arguments: [
            ("", "null", "{}"),
            ("\r\n\r\nhi", #""\r\nhi""#, "{}"),
            ("no header\nA: 1\n\nhi", #""hi""#, #"{"a":"1"}"#),
            ("A: 1", #""""#, #"{"a":"1"}"#),
            ("A:\n 1\n\t2\nA: 3\n\n", #""""#, #"{"a":"1\t2"}"#),
            ("Subject: =?x?q?a?= =?utf-8?z?a?= =?utf-8?q?a\n\n", #""""#, #"{"subject":"a =?utf-8?z?a?= =?utf-8?q?a"}"#),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\ncut", #""cut""#, nil),
            ("Content-Type: multipart/mixed; boundary=b\n\nnone", "null", nil),
            ("Content-Type: multipart/mixed\n\nnone", "null", nil),
            ("Content-Type: text/plain; charset=klingon\n\né", #""é""#, nil),
            ("Content-Transfer-Encoding: base64\n\n!!aGk=\n", #""hi""#, nil),
            ("Content-Transfer-Encoding: quoted-printable\n\na=ZZ=4", #""a=ZZ=4""#, nil),
        ]
    )
    func odd(mail: String, text: String, headers: String?) throws {
        let read = try read(mail)
        #expect(read["text"]?.text == (mail.isEmpty ? #""""# : text))
        if let headers { #expect(read["headers"]?.text == headers) }
    }

    @Test("parts inside of parts, and many of them, are bounded in number and time", .timeLimit(.minutes(1)))
    func bounds() throws {
        var deep = "Content-Type: text/plain\n\nhi"
        for level in 0..<50 {
            deep = "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n\(deep)\n--b\(level)--"
        }
        #expect(try read(deep)["text"] == .null)
        let part = "--b\nContent-Type: text/x\n\n1\n"
        let wide = "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: part, count: 5000) + "--b--"
        #expect(try read(wide)["files"]?.array?.count == 999)
        let lines = String(repeating: "A: 1\n", count: 100_000)
        #expect(try read(lines)["headers"]?.object?.members.count == 1)
        let folded = "A: 1\n" + String(repeating: " x\n", count: 100_000)
        #expect(try read(folded)["headers"]?["a"]?.string?.isEmpty == false)
        let words = "Subject: " + String(repeating: "=?utf-8?q?a?= ", count: 15_000) + "\n\n"
        #expect(try read(words)["headers"]?["subject"]?.string?.hasPrefix("aaaa") == true)
        _ = try read("Subject: " + String(repeating: "=?", count: 100_000) + "\n\n")
    }

    @Test("`mime_parse` and `jwt_claims` in expressions, and what they cost")
    func functions() throws {
        let normalize = """
            let: {m: mime_parse(item.mail)}
            event:
              dedupe_id: '${m.headers["message-id"]}'
              address: '${email_of(m.headers.from)}'
              channel: email
              text: '${m.?text}'
              who: '${jwt_claims(item.token).sub}'
            rules: [{type: message.received}]
            """
        let token = Self.token(#"{"sub":"ann"}"#)
        let body = JSON.object(["mail": .string(Self.mail), "token": .string(token)]).text
        let source = source(try connector(receive: "decode: json", normalize: normalize))
        let event = try #require(try events(request(body), source).first)
        #expect(event.id == "<m1@mail.example.org>")
        #expect(event.address == "from@example.org")
        #expect(event.data["text"] == "It's a bodyé that goes on")
        #expect(event.data["who"] == "ann")
        let environment = Environment(variables: ["x"], libraries: [Scope.library])
        for call in ["mime_parse(x)", "xml_parse(x)", "jwt_claims(x)"] {
            let expression = try Expression.compile(SourceText(call, name: "test"), in: environment)
            var bindings = environment.bindings()
            bindings["x"] = .bytes([UInt8](repeating: 0x20, count: 1000))
            #expect(expression.evaluate(bindings, budget: 100).error?.kind == .budget, "\(call)")
            bindings["x"] = .int(1)
            #expect(expression.evaluate(bindings).error?.kind == .noSuchOverload, "\(call)")
        }
    }

    /// A token with these claims, signed by nobody.
    private static func token(_ claims: String) -> String {
        ["{}", claims, "x"].map { Base64.encode(Array($0.utf8), urlSafe: true) }.joined(separator: ".")
    }

    @Test("a body that is a token: its claims are the item, and what is none cannot be read")
    func token() throws {
        let token = Self.token(#"{"id":820982911946154508}"#)
        for (decode, type) in [("jwt", "application/json"), ("auto", "application/jwt")] {
            let source = source(try connector(receive: "decode: \(decode)\nkey: json.id"))
            let webhook = source.trusted(request(token + "\n", headers: ["Content-Type": type]))
            #expect(try source.read(webhook).map(\.value.text) == [#"{"id":820982911946154508}"#])
            for bad in ["a.b", "a.b.c", "{}", token + ".x", "e30.e30", "W10.W10.eA"] {
                let webhook = source.trusted(request(bad, headers: ["Content-Type": type]))
                #expect(throws: ReadFailure.self) { _ = try source.read(webhook) }
            }
        }
    }
}
