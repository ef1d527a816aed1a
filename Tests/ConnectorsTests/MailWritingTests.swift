import Core
import Testing

@testable import Connectors

/// A mail that an action writes, and what its server's answers mean.
@Suite("Mail out") struct MailWritingTests {
    private static let actions = """
        send_message:
          channel: email
          input: {to: string, from: string, subject: string, text: string}
          request:
            method: SMTP
            url: ${config.url}
            auth: {basic: {user: "${config.user}", password: '${secret("password")}'}}
            mail:
              from: ${input.from}
              to: ${input.to}
              subject: ${input.subject}
              text: ${input.text}
              id: ${action.id}
              headers: {Reply-To: help@acme.example}
          idempotency: none
          response:
            ok: status == 250
            retry: status < 500
            permanent: status >= 500
            error: {code: "${status}", message: "${string(body)}"}
        """

    private func call(
        _ url: String = "smtps://relay.example.com",
        user: String = "",
        subject: String = "Hello",
        to: String = "ann@example.com",
        text: String = "Hi"
    ) throws -> HTTPCall {
        try action().call(request(url, user: user, subject: subject, to: to, text: text))
    }

    private func action() throws -> Action {
        let config = #"url: "smtp://127.0.0.1", user: """#
        let connector = try connector(secrets: "password", config: config, actions: Self.actions)
        return try #require(connector.actions["send_message"])
    }

    private func request(
        _ url: String = "smtps://relay.example.com",
        user: String = "",
        subject: String = "Hello",
        to: String = "ann@example.com",
        text: String = "Hi"
    ) throws -> ActionRequest {
        let config = #"url: "smtp://127.0.0.1", user: """#
        let connector = try connector(secrets: "password", config: config, actions: Self.actions)
        return ActionRequest(
            id: "del_1",
            input: [
                "to": .string(to), "from": "billing@acme.example", "subject": .string(subject), "text": .string(text),
            ],
            source: source(
                connector,
                secrets: ["password": ["hunter2"]],
                config: ["url": .string(url), "user": .string(user)]
            ),
            callbackURL: "https://gw.example.com/hooks/src?delivery=del_1",
            now: noon
        )
    }

    @Test("it has what a mail needs, and nothing else")
    func whole() throws {
        let call = try call()
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == """
                From: billing@acme.example
                To: ann@example.com
                Subject: Hello
                Date: Thu, 9 Oct 2025 08:53:20 +0000
                Message-ID: <del_1@acme.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable
                Reply-To: help@acme.example

                Hi

                """.replacing("\n", with: "\r\n")
        )
        #expect(call.envelope?.sender == "billing@acme.example" && call.envelope?.recipient == "ann@example.com")
        #expect(call.url == "smtps://relay.example.com" && call.limits.allowsPrivateAddresses && !call.limits.mayRepeat)
    }

    @Test(
        "nothing is said in clear but to this machine",
        arguments: [
            ("smtp://127.0.0.1:2525", true), ("smtp://localhost/gw.example.com", true), ("smtp://[::1]:25", true),
            ("smtps://127.0.0.1", false), ("smtp://relay.example.com", false), ("smtp://127.0.0.1.evil.example", false),
        ]
    )
    func security(url: String, isPlain: Bool) throws {
        #expect(try call(url).envelope?.isPlain == isPlain)
    }

    @Test(
        "other servers than those of mail are refused",
        arguments: ["https://relay.example.com", "smtp:relay", "", "smtp://"]
    )
    func otherServers(url: String) {
        #expect(throws: ReadFailure.self) { try call(url) }
    }

    @Test("who has a name signs in")
    func login() throws {
        #expect(try call().envelope?.login == nil)
        let login = MailLogin(user: Secret("gateway"), password: Secret("hunter2"))
        #expect(try call(user: "gateway").envelope?.login == login)
    }

    @Test(
        "one plain address, or no mail",
        arguments: [
            "ann", "ann@", "@example.com", "a b@example.com", "ann@example.com, eve@example.com",
            "Ann <ann@example.com>",
            "ann@example.com>\r\nRCPT TO:<eve@example.com", "ann@ex ample.com", "a..b@example.com", "ann@example..com",
            "ännchen@example.com", #""ann"@example.com"#, "ann@example.com\n",
            String(repeating: "a", count: 65) + "@example.com",
        ]
    )
    func addresses(to: String) {
        #expect(throws: ReadFailure.self) { try call(to: to) }
    }

    @Test("a subject begins no header of its own, and is read as it was written")
    func subjects() throws {
        for subject in [
            "Grüße", "a\r\nBcc: eve@example.com", "=?utf-8?q?x?=", String(repeating: "long ", count: 60),
            String(repeating: "x", count: 500), String(repeating: "😀", count: 40), "  two  spaces  ", "", " ",
            "a\u{2028}b",
        ] {
            let body = try call(subject: subject).body
            let headers = MailHeaders.read(body[...]).headers
            let breaks = "\r\n\u{2028}".unicodeScalars
            let text = String(subject.unicodeScalars.map { breaks.contains($0) ? " " : Character($0) })
            #expect(EncodedWords.decode(headers["subject"] ?? "") == text, "\(subject)")
            #expect(headers["bcc"] == nil)
            let lines = String(decoding: body, as: UTF8.self).split(separator: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= HeaderText.lineLimit })
        }
    }

    @Test(
        "text goes as it is, in lines that every server takes",
        arguments: [
            ("a\nb", "a\r\nb\r\n"), ("a\r\nb\r", "a\r\nb\r\n"), ("é=", "=C3=A9=3D\r\n"),
            ("a \nb\t", "a=20\r\nb=09\r\n"),
            (".", ".\r\n"), ("", ""), ("\n\n", "\r\n\r\n"),
            (String(repeating: "x", count: 76), String(repeating: "x", count: 76) + "\r\n"),
            (String(repeating: "x", count: 77), String(repeating: "x", count: 75) + "=\r\nxx\r\n"),
        ]
    )
    func text(_ text: String, written: String) {
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self) == written)
    }

    @Test("the server's code says what became of it; 5xx is no, since a mail server has not acted before")
    func outcomes() throws {
        let (action, request) = (try action(), try request())
        for (status, wanted) in [(250, "accepted"), (451, "again"), (554, "never")] {
            let reply = HTTPReply(status: status, body: Array("\(status) said".utf8))
            switch action.outcome(of: .replied(reply), request: request) {
            case .accepted: #expect(wanted == "accepted")
            case .refused(let code, let message, _, let isPermanent):
                #expect(wanted == (isPermanent ? "never" : "again"))
                #expect(code == "\(status)" && message == "\(status) said")
            default: Issue.record("\(status)")
            }
        }
    }

    @Test(
        "what a mail cannot have is told where it is read",
        arguments: [
            ("{Reply-To: help@acme.example}", "{Bcc: eve@example.com}", "the header `Bcc` cannot be added"),
            ("{Reply-To: help@acme.example}", "{Content-Type: text/html}", "`Content-Type` cannot"),
            ("id: ${action.id}", "ids: ${action.id}", "`id` is missing"),
            ("url: ${config.url}", "url: smtp://relay.example.com", "the host of `url` must not come from an input"),
            ("idempotency: none", "idempotency: {header: X-Key, value: x}", "carries no idempotency key"),
            (
                #"{basic: {user: "${config.user}", password: '${secret("password")}'}}"#,
                #"{bearer: '${secret("password")}'}"#, "takes `basic` only"
            ),
            ("method: SMTP", "method: POST", "unknown key `mail`"),
        ]
    )
    func mistakes(line: String, written: String, message: String) {
        let text = """
            connector: test
            version: 1
            secrets: [password]
            config: {url: "smtp://127.0.0.1", user: ""}
            actions:

            """ + Self.actions.split(separator: "\n").map { "  \($0)\n" }.joined()
        #expect(problems(text) == [])
        let found = problems(text.replacing(line, with: written))
        #expect(found.contains { $0.contains(message) }, "\(found)")
    }
}
