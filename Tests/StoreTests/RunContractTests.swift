import Core
import Store
import Testing

@Suite("Store: runs, decisions, answers") struct RunContractTests {
    @Test(
        "a run comes back as it was saved last",
        arguments: Engine.all,
        [
            Run.Waiting.step, .delivery("del_1"), .events(["payment.succeeded", "message.received"]), .events([]),
            .delay,
        ]
    )
    func roundTrip(engine: Engine, waiting: Run.Waiting) async throws {
        try await engine.withStore { store in
            var run = Run.sample("r1")
            try await store.save(run)
            run.step = "second"
            run.waiting = waiting
            run.wake = nil
            run.memory = ["link": "https://pay.example.org/1"]
            try await store.save(run)
            let runs = try await store.read { (tx) throws(StoreError) in try tx.activeRuns(of: "cus_1") }
            let found = try #require(runs.first)
            #expect(runs.count == 1)
            #expect(
                [found.id, found.playbook, found.customer, found.persona, found.step] == [
                    "r1", "early", "cus_1", "digital", "second",
                ]
            )
            #expect(found.version == 3)
            #expect(found.account == run.account)
            #expect(found.waiting == waiting)
            #expect(found.wake == nil)
            #expect(found.entered == run.entered)
            #expect(found.memory == run.memory)
        }
    }

    @Test("due runs come earliest first; ended ones never", arguments: Engine.all)
    func due(engine: Engine) async throws {
        try await engine.withStore { store in
            var ended = Run.sample("ended", entered: 1)
            ended.ended = "goal"
            var asleep = Run.sample("asleep")
            asleep.wake = nil
            for run in [
                Run.sample("b", entered: 2), .sample("a", entered: 2), .sample("first", entered: 1),
                .sample("later", entered: 9), ended, asleep,
            ] {
                try await store.save(run)
            }
            #expect(try await store.due(at: 2) == ["first", "a", "b"])
            #expect(try await store.due(at: 2, limit: 2) == ["first", "a"])
            try await store.write { (tx) throws(StoreError) in
                try tx.wake(run: "asleep", at: moment(0))
                try tx.wake(run: "ended", at: moment(0))
                try tx.wake(run: "nobody", at: moment(0))
            }
            #expect(try await store.due(at: 2) == ["asleep", "first", "a", "b"])
        }
    }

    @Test("the runs of an account, ended ones too, newest first", arguments: Engine.all)
    func ofAccount(engine: Engine) async throws {
        try await engine.withStore { store in
            var old = Run.sample("old", entered: 1)
            old.ended = "stopped"
            try await store.save(.sample("new", entered: 5))
            try await store.save(old)
            try await store.save(.sample("other", account: "2"))
            let account = AccountKey(creditor: "acme", reference: "1")
            try await store.read { (tx) throws(StoreError) in
                #expect(try tx.runs(of: account, playbook: "early").map(\.id) == ["new", "old"])
                #expect(try tx.runs(of: account, playbook: "late").isEmpty)
                #expect(try tx.activeRuns(of: "cus_1").map(\.id) == ["new", "other"])
            }
        }
    }

    @Test("decisions are kept with their proposal", arguments: Engine.all)
    func decisions(engine: Engine) async throws {
        try await engine.withStore { store in
            let json: JSON = ["decision": "deny", "proposal": ["channel": "sms"]]
            try await store.write { (tx) throws(StoreError) in
                try tx.record(decision: "del_1:1", customer: "cus_1", at: moment(0), json: json)
            }
            try await store.read { (tx) throws(StoreError) in
                #expect(try tx.decision("del_1:1") == json)
                #expect(try tx.decision("del_1:2") == nil)
            }
        }
    }

    @Test("the first answer under a key is the one that is remembered", arguments: Engine.all)
    func answers(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                try tx.remember(
                    RememberedAnswer(digest: "d1", status: 201, body: [1, 0, 255]),
                    key: "k",
                    at: moment(0)
                )
                try tx.remember(RememberedAnswer(digest: "d2", status: 409, body: []), key: "k", at: moment(1))
            }
            let found = try await store.read { (tx) throws(StoreError) in try tx.remembered(key: "k") }
            #expect(found?.digest == "d1")
            #expect(found?.status == 201)
            #expect(found?.body == [1, 0, 255])
            #expect(try await store.read { (tx) throws(StoreError) in try tx.remembered(key: "K")?.digest } == nil)
        }
    }
}

extension EventStore {
    func save(_ run: Run) async throws(StoreError) {
        try await write { (tx) throws(StoreError) in try tx.save(run) }
    }

    func due(at seconds: Int64, limit: Int = 10) async throws(StoreError) -> [String] {
        try await read { (tx) throws(StoreError) in try tx.dueRuns(at: moment(seconds), limit: limit).map(\.id) }
    }
}
