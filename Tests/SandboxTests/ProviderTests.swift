import Core
import Testing

@testable import Sandbox

@Suite("Providers take what their connectors ask") struct ProviderTests {
    private let text: JSONObject = ["to": "+14155550100", "from": "+15005550006", "text": "Hello, Ann"]

    @Test("a text, and reports on it in order")
    func message() throws {
        let stage = try Stage("twilio")
        let provider = stage.provider
        let taken = provider.take(try stage.call("send_message", text))
        #expect(taken.reply.status == 201, "\(taken.reply.text)")
        let id = try #require(taken.reply.json["sid"]?.string)
        #expect(id.hasPrefix("SM") && id.utf8.count == 34)
        #expect(taken.reply.json["status"] == "queued" && taken.reply.json["date_sent"] == .null)
        #expect(taken.reply.json["date_created"] == "Thu, 09 Oct 2025 08:53:20 +0000")
        #expect(taken.callbacks.map(\.due) == [noon.adding(.seconds(1)), noon.adding(.seconds(3))])
        let events = try taken.callbacks.flatMap { callback in
            let call = try #require(provider.signedCall(callback.outgoing, at: callback.due))
            #expect(call.url == "http://127.0.0.1:8080/hooks/src?delivery=del_1")
            return try stage.events(call, at: callback.due)
        }
        #expect(events.map(\.type) == [EventType(rawValue: "message.sent"), EventType(rawValue: "message.delivered")])
        #expect(
            provider.report(waiting: 2)["accepted"] == [
                [
                    "at": "2025-10-09T08:53:20Z", "route": "message", "id": .string(id), "to": "+14155550100",
                    "from": "+15005550006", "text": "Hello, Ann",
                ]
            ]
        )
    }

    @Test(
        "a text that cannot be sent",
        arguments: [("555", 21211), ("+15005550001", 21211), ("+15005550004", 21610), ("+15005550009", 21614)]
    )
    func refusedText(to: String, code: Int64) throws {
        let stage = try Stage("twilio")
        let provider = stage.provider
        var input = text
        input["to"] = .string(to)
        let taken = provider.take(try stage.call("send_message", input))
        #expect(taken.reply.status == 400 && taken.reply.json["code"] == .int(code))
        #expect(taken.callbacks.isEmpty && provider.report(waiting: 0)["accepted"] == [])
    }

    @Test(
        "nothing with wrong credentials",
        arguments: [
            ("twilio", "/2010-04-01/Accounts/AC1/Messages.json"), ("sendgrid", "/v3/mail/send"),
            ("stripe", "/v1/checkout/sessions"), ("standard-webhooks", "/"),
        ]
    )
    func credentials(name: String, path: String) throws {
        let stage = try Stage(name)
        let headers = [(name: "authorization", value: "Bearer none")]
        let call = HTTPCall(method: "POST", url: "http://127.0.0.1:8081/src\(path)", headers: headers)
        #expect(stage.provider.take(stage.request(call)).reply.status == 401)
    }

    @Test("a mail, and reports in batches that name the delivery")
    func mail() throws {
        let stage = try Stage("sendgrid")
        let provider = stage.provider
        let input: JSONObject = ["to": "ann@example.com", "from": "b@acme.example", "subject": "Hi", "text": "Hello"]
        let taken = provider.take(try stage.call("send_message", input))
        #expect(taken.reply.status == 202 && taken.reply.body.isEmpty)
        let id = try #require(taken.reply.header("x-message-id"))
        #expect(id.utf8.count == 22)
        let events = try taken.callbacks.flatMap { callback in
            let call = try #require(provider.signedCall(callback.outgoing, at: noon.adding(.days(1))))
            #expect(call.url == "http://127.0.0.1:8080/hooks/src")
            return try stage.events(call)
        }
        #expect(events.map(\.type) == [EventType(rawValue: "message.sent"), EventType(rawValue: "message.delivered")])
        #expect(events.map(\.time) == [noon.adding(.seconds(1)), noon.adding(.seconds(2))])
        let delivery = try #require(taken.callbacks.last.flatMap { provider.signedCall($0.outgoing, at: noon) })
        #expect(try JSON.parse(delivery.body).array?.first?["delivery"] == "del_1")
        #expect(try JSON.parse(delivery.body).array?.first?["sg_message_id"]?.string?.hasPrefix("\(id).") == true)
    }

    @Test("a checkout session, once per idempotency key")
    func checkout() throws {
        let stage = try Stage("stripe")
        let provider = stage.provider
        var input: JSONObject = [
            "amount": 8450, "currency": "USD", "description": "Acme Dental", "reference": "acme:100232",
            "success_url": "https://acme.example/paid",
        ]
        let first = provider.take(try stage.call("create_payment_link", input)).reply
        #expect(first.status == 200, "\(first.text)")
        #expect(first.json["amount_total"] == 8450 && first.json["currency"] == "usd")
        #expect(first.json["metadata"]?["account"] == "acme:100232")
        #expect(first.json["url"]?.string?.hasPrefix("https://checkout.sandbox.invalid/c/pay/cs_test_") == true)
        let again = provider.take(try stage.call("create_payment_link", input)).reply
        #expect(again.body == first.body)
        input["amount"] = 1
        let conflict = provider.take(try stage.call("create_payment_link", input)).reply
        #expect(conflict.status == 400 && conflict.json["error"]?["type"] == "idempotency_error")
        let other = provider.take(try stage.call("create_payment_link", id: "del_2", input)).reply
        #expect(other.status == 200 && other.json["id"] != first.json["id"])
        let report = provider.report(waiting: 0)
        #expect(report["counts"] == ["checkout_session": 2] && report["repeated"] == 2)
    }

    @Test("an event that is signed as ours are")
    func event() throws {
        let stage = try Stage("standard-webhooks")
        let provider = stage.provider
        let input: JSONObject = ["type": "loop.closed", "time": "2025-10-09T08:53:20Z", "event": ["account": "acme:1"]]
        let request = try stage.call("send_event", input)
        let taken = provider.take(request)
        #expect(taken.reply.status == 200, "\(taken.reply.text)")
        #expect(provider.take(request).reply.body == taken.reply.body)
        let report = provider.report(waiting: 0)
        #expect(report["accepted"]?.array?.count == 1)
        #expect(report["accepted"]?.array?.first?["data"] == ["account": "acme:1"])
    }

    @Test("ids come from content: the same for the same story, another for a second one")
    func ids() throws {
        let stages = try [Stage("twilio"), Stage("twilio")]
        let stories = try stages.map { stage in
            let provider = stage.provider
            return try ["del_1", "del_2", "del_3"].map { id in
                var input = text
                if id == "del_3" { input["text"] = "Other words" }
                return provider.take(try stage.call("send_message", id: id, input)).reply.json["sid"]?.string
            }
        }
        #expect(stories[0] == stories[1])
        #expect(Set(stories[0]).count == 3)
        let elsewhere = try Stage("twilio", called: "other")
        let id = elsewhere.provider.take(try elsewhere.call("send_message", text)).reply.json["sid"]?.string
        #expect(!stories[0].contains(id))
    }

    @Test("the report of a clock that stands still does not depend on who came first")
    func order() throws {
        let stage = try Stage("twilio")
        let requests = try ["A", "B", "C"].map { words in
            var input = text
            input["text"] = .string(words)
            return try stage.call("send_message", input)
        }
        let reports = [requests, requests.reversed()].map { requests in
            let provider = stage.provider
            for request in requests { _ = provider.take(request) }
            return provider.report(waiting: 0)
        }
        #expect(reports[0] == reports[1])
    }
}
