import Core
import Store
import Testing

@Suite("Store: nonces") struct NonceContractTests {
    private static func remember(_ key: String, until: Int64, _ tx: any StoreTransaction) throws(StoreError) {
        let answer = RememberedAnswer(digest: "d", status: 0, body: [])
        try tx.remember(answer, key: key, at: moment(until))
    }

    private static func known(_ keys: [String], in store: any EventStore) async throws -> [Bool] {
        try await store.read { (tx) throws(StoreError) in
            var known: [Bool] = []
            for key in keys { known.append(try tx.remembered(key: key) != nil) }
            return known
        }
    }

    @Test("what has ended is forgotten, the oldest first, and nothing that is no nonce", arguments: Engine.all)
    func sweep(engine: Engine) async throws {
        try await engine.withStore { store in
            let keys = ["nonce:a:1", "nonce:a:2", "nonce:b:3", "nonce:b:4", "trigger:1", "nonce;", "nonce"]
            try await store.write { (tx) throws(StoreError) in
                for (index, key) in keys.enumerated() { try Self.remember(key, until: Int64(index) * 10, tx) }
                try tx.forgetNonces(before: moment(30), limit: 2)
            }
            #expect(try await Self.known(keys, in: store) == [false, false, true, true, true, true, true])
            try await store.write { (tx) throws(StoreError) in try tx.forgetNonces(before: moment(1000), limit: 100) }
            #expect(try await Self.known(keys, in: store) == [false, false, false, false, true, true, true])
        }
    }

    @Test("a key that is forgotten may be remembered again", arguments: Engine.all)
    func again(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                try Self.remember("nonce:a:1", until: 0, tx)
                try tx.forget(key: "nonce:a:1")
                try tx.forget(key: "nonce:a:none")
                try tx.remember(RememberedAnswer(digest: "e", status: 0, body: []), key: "nonce:a:1", at: moment(5))
            }
            let found = try await store.read { (tx) throws(StoreError) in try tx.remembered(key: "nonce:a:1") }
            #expect(found?.digest == "e")
        }
    }
}
