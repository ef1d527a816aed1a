import Core
import Store
import Testing

@Suite("Store: deliveries and ledger") struct DeliveryContractTests {
    @Test("a delivery comes back whole", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        try await engine.withStore { store in
            var sent = Delivery.sample("del_1", due: 3)
            sent.template = "reminder"
            sent.run = "run_1"
            sent.cause = "e1"
            sent.isReply = true
            sent.expires = moment(99)
            let first = sent
            #expect(try await store.enqueue(first))
            #expect(try await !store.enqueue(.sample("del_1", due: 50)))
            try expectSame(try await store.delivery("del_1"), first)

            sent.kind = .writeBack
            sent.state = .accepted
            sent.attempts = 2
            sent.providerID = "SM1"
            sent.result = ["url": "https://pay.example.org/1"]
            sent.lastError = "timeout"
            sent.address = nil
            sent.account = nil
            sent.input = ["text": "Bye"]
            let second = sent
            #expect(try await store.update(second))
            try expectSame(try await store.delivery("del_1"), second)
            let known = try await store.read { (tx) throws(StoreError) in
                try tx.delivery(source: "sms", providerID: "SM1")
            }
            try expectSame(known, second)
            #expect(try await store.delivery("del_2") == nil)
        }
    }

    @Test("claims take what is due, earliest first, and raise the fence", arguments: Engine.all)
    func claims(engine: Engine) async throws {
        try await engine.withStore { store in
            for delivery in [
                Delivery.sample("c", due: 2), .sample("b", due: 1), .sample("a", due: 1), .sample("z", due: 9),
            ] {
                _ = try await store.enqueue(delivery)
            }
            #expect(try await store.read { (tx) throws(StoreError) in try tx.nextDue() } == moment(1))
            #expect(try await store.claim(at: 0).isEmpty)
            #expect(try await store.claim(at: 5, limit: 2).map(\.id) == ["a", "b"])
            let again = try await store.claim(at: 5)
            #expect(again.map(\.id) == ["a", "b", "c"])
            #expect(again.map(\.fence) == [2, 2, 1])
        }
    }

    @Test("a write with an older fence is refused", arguments: Engine.all)
    func fences(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.enqueue(.sample("a"))
            var stale = try #require(try await store.claim(at: 5).first)
            var owner = try #require(try await store.claim(at: 5).first)
            stale.state = .accepted
            owner.state = .dispatching
            let (late, present) = (stale, owner)
            #expect(try await !store.update(late))
            #expect(try await store.update(present))
            #expect(try await store.delivery("a")?.state == .dispatching)
            #expect(try await store.claim(at: 5).isEmpty)
            #expect(try await store.read { (tx) throws(StoreError) in try tx.nextDue() } == nil)
            #expect(try await !store.update(.sample("nobody")))
        }
    }

    @Test("what a crash left dispatching is found by the age of its claim", arguments: Engine.all)
    func stranded(engine: Engine) async throws {
        try await engine.withStore { store in
            for (id, time) in [("a", Int64(1)), ("b", 2), ("c", 3)] {
                _ = try await store.enqueue(.sample(id, due: time))
                var claimed = try #require(try await store.claim(at: time).first { $0.id == id })
                claimed.state = id == "c" ? .accepted : .dispatching
                let changed = claimed
                #expect(try await store.update(changed))
            }
            #expect(try await store.stranded(before: moment(2)) == ["a"])
            #expect(try await store.stranded(before: Timestamp(microseconds: .max)) == ["a", "b"])
        }
    }

    @Test("lists by state and by customer", arguments: Engine.all)
    func lists(engine: Engine) async throws {
        try await engine.withStore { store in
            var link = Delivery.sample("link", due: 0)
            link.kind = .paymentLink
            var gone = Delivery.sample("gone", due: 0)
            gone.state = .cancelled
            for delivery in [
                Delivery.sample("late", due: 7), .sample("soon", due: 1), link, gone, .sample("x", customer: "cus_2"),
            ] {
                _ = try await store.enqueue(delivery)
            }
            try await store.read { (tx) throws(StoreError) in
                #expect(try tx.queuedContacts(of: "cus_1").map(\.id) == ["soon", "late"])
                #expect(try tx.deliveries(state: nil, limit: 2).map(\.id) == ["x", "gone"])
                #expect(try tx.deliveries(state: .queued, limit: 9).map(\.id) == ["x", "link", "soon", "late"])
                let counts = try tx.counts(at: moment(1))
                #expect(counts.deliveries == ["queued": 4, "cancelled": 1])
                #expect(counts.dueDeliveries == 3)
            }
        }
    }

    @Test("two deliveries may be given one id by a provider", arguments: Engine.all)
    func sharedProviderID(engine: Engine) async throws {
        try await engine.withStore { store in
            for id in ["a", "b"] {
                var delivery = Delivery.sample(id)
                delivery.providerID = "same"
                let sent = delivery
                #expect(try await store.enqueue(sent))
            }
            let found = try await store.read { (tx) throws(StoreError) in
                try tx.delivery(source: "sms", providerID: "same")
            }
            #expect(found?.id == "b")
        }
    }

    @Test("a released contact counts no more; a try of unknown end goes on counting", arguments: Engine.all)
    func release(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in try tx.reserve(.sample("a", at: 1)) }
            #expect(try await store.facts().attempts.map(\.id) == ["a"])
            try await store.write { (tx) throws(StoreError) in try tx.release(delivery: "a") }
            #expect(try await store.facts().attempts.isEmpty)
            try await store.write { (tx) throws(StoreError) in
                try tx.reserve(.sample("a", at: 2))
                try tx.reserve(.sample("a", at: 3))
                try tx.release(delivery: "a")
                try tx.release(delivery: "a")
            }
            #expect(try await store.facts().attempts.map(\.time) == [moment(2)])
        }
    }
}

private func expectSame(_ found: Delivery?, _ expected: Delivery) throws {
    let found = try #require(found)
    #expect(String(describing: found) == String(describing: expected))
}

extension EventStore {
    func enqueue(_ delivery: Delivery) async throws(StoreError) -> Bool {
        try await write { (tx) throws(StoreError) in try tx.enqueue(delivery) }
    }

    func update(_ delivery: Delivery) async throws(StoreError) -> Bool {
        try await write { (tx) throws(StoreError) in try tx.update(delivery) }
    }

    func delivery(_ id: String) async throws(StoreError) -> Delivery? {
        try await read { (tx) throws(StoreError) in try tx.delivery(id) }
    }

    func claim(at seconds: Int64, limit: Int = 10) async throws(StoreError) -> [Delivery] {
        try await write { (tx) throws(StoreError) in try tx.claimDue(at: moment(seconds), limit: limit) }
    }

    func stranded(before time: Timestamp) async throws(StoreError) -> [String] {
        try await write { (tx) throws(StoreError) in try tx.strandedDeliveries(claimedBefore: time).map(\.id) }
    }
}
