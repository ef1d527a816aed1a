import Core
import Store
import Testing

@Suite("Store: customers and timelines") struct TimelineContractTests {
    @Test("an identifier stays where it points", arguments: Engine.all)
    func identifiers(engine: Engine) async throws {
        try await engine.withStore { store in
            let phone = try #require(Identifier(kind: .phone, value: "+15005550006"))
            let mail = try #require(Identifier(kind: .email, value: "Ann@Example.org"))
            let account = try #require(Identifier(kind: .account, value: "acme:1"))
            try await store.write { (tx) throws(StoreError) in
                try tx.create(customer: "cus_1", at: moment(0))
                try tx.create(customer: "cus_1", at: moment(1))
                #expect(try tx.link(phone, to: "cus_1", at: moment(0)) == "cus_1")
                #expect(try tx.link(mail, to: "cus_1", at: moment(0)) == "cus_1")
                #expect(try tx.link(phone, to: "cus_2", at: moment(0)) == "cus_1")
                #expect(try tx.link(account, to: "cus_1", at: moment(0)) == "cus_1")
            }
            try await store.read { (tx) throws(StoreError) in
                #expect(try tx.identifiers(of: "cus_1") == [phone, mail, account])
                #expect(try tx.identifiers(of: "cus_2").isEmpty)
                #expect(try tx.customer(holding: mail) == "cus_1")
                #expect(try tx.customer(holding: Identifier(kind: .email, value: "b@example.org") ?? phone) == nil)
                #expect(try tx.exists(customer: "cus_1"))
                #expect(try !tx.exists(customer: "cus_2"))
            }
        }
    }

    @Test("an event comes back whole", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        try await engine.withStore { store in
            var event = Event.sample("e1", .messageReceived, at: 5)
            event.account = AccountKey(creditor: "acme", reference: "\u{301}10:0")
            event.channel = .sms
            event.direction = .inbound
            event.address = "+15005550006"
            event.identifiers = [Identifier("phone:+15005550006"), Identifier("account:acme:10:0")].compactMap(\.self)
            event.delivery = "del_1"
            event.cause = "e0"
            event.policy = "sha"
            event.data = ["text": "STOP \u{1F600}", "amount": 12, "nested": ["a": [1, .double(2.5), nil, true]]]
            let sent = event
            #expect(try await store.insert(sent))
            let found = try await store.read { (tx) throws(StoreError) in try tx.event(source: "crm", id: "e1") }
            #expect(try #require(found).cloudEvent == sent.cloudEvent)
            #expect(found?.recorded == moment(6))
            #expect(try await store.read { (tx) throws(StoreError) in try tx.event(source: "crm", id: "e2") } == nil)
        }
    }

    @Test("an event stands once, and the first stays", arguments: Engine.all)
    func insertTwice(engine: Engine) async throws {
        try await engine.withStore { store in
            #expect(try await store.insert(.sample("e1", data: ["text": "first"])))
            #expect(try await !store.insert(.sample("e1", data: ["text": "second"])))
            #expect(try await store.insert(.sample("e1", source: "other")))
            let events = try await store.timeline()
            #expect(events.map(\.source) == ["crm", "other"])
            #expect(events[0].data["text"] == "first")
        }
    }

    @Test("pages follow time, source and id by their bytes, without gap or repetition", arguments: Engine.all)
    func paging(engine: Engine) async throws {
        try await engine.withStore { store in
            let ids = ["b", "a", "B", "\u{E9}", "e\u{301}", "aa", ""]
            for id in ids.shuffled() { _ = try await store.insert(.sample(id, at: 1)) }
            _ = try await store.insert(.sample("z", at: 1, source: "Crm"))
            _ = try await store.insert(.sample("late", at: 2))
            _ = try await store.insert(.sample("early", at: -5))
            _ = try await store.insert(.sample("other", customer: "cus_2"))
            var pages: [Event] = []
            var cursor: TimelineCursor?
            while true {
                let page = try await store.timeline(after: cursor, limit: 3)
                guard let last = page.last else { break }
                pages += page
                let text = TimelineCursor(last).text
                cursor = try #require(TimelineCursor(text) as TimelineCursor?)
            }
            #expect(pages.map(\.id) == ["early", "z", "", "B", "a", "aa", "b", "e\u{301}", "\u{E9}", "late"])
            #expect(pages.map(\.id) == pages.sorted(by: Event.isEarlier).map(\.id))
        }
    }

    @Test("facts are the fold over timeline, identifiers and ledger", arguments: Engine.all)
    func facts(engine: Engine) async throws {
        try await engine.withStore { store in
            let key = AccountKey(creditor: "acme", reference: "1")
            var placed = Event.sample("e1", .accountPlaced, at: 0, data: ["balance": 5000, "currency": "USD"])
            placed.account = key
            var paid = Event.sample("e2", .paymentSucceeded, at: 10, data: ["payment": "p1", "amount": 1500])
            paid.account = key
            let events = [paid, placed]
            try await store.write { (tx) throws(StoreError) in
                try tx.create(customer: "cus_1", at: moment(0))
                _ = try tx.link(Identifier("phone:+15005550006") ?? .unusable, to: "cus_1", at: moment(0))
                for event in events { _ = try tx.insert(event) }
                try tx.reserve(.sample("del_1", at: 20))
            }
            let facts = try await store.facts()
            #expect(facts.accounts[key]?.balance == 3500)
            #expect(facts.addresses(of: .phone) == ["+15005550006"])
            #expect(facts.attempts.map(\.id) == ["del_1"])
            #expect(facts.attempts.map(\.time) == [moment(20)])
            #expect(facts.events.map(\.id) == ["e1", "e2"])
        }
    }

    @Test("events that came before the answer are adopted by their delivery", arguments: Engine.all)
    func adoption(engine: Engine) async throws {
        try await engine.withStore { store in
            let stray: [Event] = [
                .sample("m", .messageSent, source: "sms", customer: nil, data: ["message": "SM1"]),
                .sample(
                    "c",
                    EventType(rawValue: "call.completed"),
                    source: "sms",
                    customer: nil,
                    data: ["call": "SM1"]
                ),
                .sample("x", .messageSent, source: "sms", customer: nil, data: ["message": "SM2"]),
                .sample("y", .messageSent, source: "other", customer: nil, data: ["message": "SM1"]),
                .sample("theirs", .messageSent, source: "sms", customer: "cus_9", data: ["message": "SM1"]),
                // a telephone number led to the customer, nothing to the delivery
                .sample("p", .messageSent, source: "sms", data: ["message": "SM1"]),
            ]
            var named = Event.sample("d", .messageSent, source: "sms", customer: nil)
            named.delivery = "del_1"
            let events = stray + [named]
            try await store.write { (tx) throws(StoreError) in
                for event in events { _ = try tx.insert(event) }
                try tx.adopt(message: "SM1", source: "sms", for: .sample("del_1"))
            }
            let adopted = try await store.timeline()
            #expect(adopted.map(\.id) == ["c", "d", "m", "p"])
            #expect(adopted.allSatisfy { $0.delivery == "del_1" && $0.account?.description == "acme:100:231" })
            let theirs = try await store.read { (tx) throws(StoreError) in try tx.event(source: "sms", id: "theirs") }
            #expect(theirs?.customer == "cus_9" && theirs?.delivery == nil)
        }
    }

    @Test("a text counts once when its callback beats the provider's answer", arguments: Engine.all)
    func earlyCallback(engine: Engine) async throws {
        try await engine.withStore { store in
            let sent = Event.sample("m", .messageSent, source: "sms", data: ["message": "SM1"])
            let other = Event.sample("n", .messageSent, source: "sms", data: ["message": "SM2"])
            try await store.write { (tx) throws(StoreError) in
                try tx.reserve(.sample("del_1"))
                for event in [sent, other] { _ = try tx.insert(event) }
                try tx.adopt(message: "SM1", source: "sms", for: .sample("del_1"))
            }
            #expect(try await store.facts().attempts.map(\.id) == ["SM2", "del_1"])
        }
    }
}

extension Identifier {
    /// For a literal that is one.
    static var unusable: Identifier { preconditionFailure("no identifier") }
}

extension EventStore {
    func insert(_ event: Event) async throws(StoreError) -> Bool {
        try await write { (tx) throws(StoreError) in try tx.insert(event) }
    }

    func timeline(after: TimelineCursor? = nil, limit: Int = 100) async throws(StoreError) -> [Event] {
        try await read { (tx) throws(StoreError) in try tx.timeline(of: "cus_1", after: after, limit: limit) }
    }

    func facts() async throws(StoreError) -> CustomerFacts {
        try await read { (tx) throws(StoreError) in try tx.facts(of: "cus_1") }
    }
}
