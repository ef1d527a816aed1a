import CSQLite
import Core
import Glibc
import Testing

@testable import Store

@Suite("Store: what the SQLite engine stands on") struct EngineRoomTests {
    @Test("a failed sync is never taken for a full disk")
    func codes() {
        let fsync = SQLITE_IOERR | 4 << 8
        let write = SQLITE_IOERR | 3 << 8
        let cases: [(code: Int32, systemError: Int32, error: StoreError)] = [
            (SQLITE_FULL, 0, .full),
            (write, ENOSPC, .full),
            (write, EFBIG, .full),
            (write, EIO, .io(code: Int(write))),
            (fsync, ENOSPC, .io(code: Int(fsync))),
            (fsync, EIO, .io(code: Int(fsync))),
            (SQLITE_CORRUPT, 0, .corrupt),
            (SQLITE_NOTADB, 0, .corrupt),
            (SQLITE_BUSY | 2 << 8, 0, .busy),
            (SQLITE_READONLY | 4 << 8, 0, .io(code: Int(SQLITE_READONLY | 4 << 8))),
            (SQLITE_CONSTRAINT | 8 << 8, 0, .statement(code: Int(SQLITE_CONSTRAINT | 8 << 8), sql: "x")),
        ]
        for (code, systemError, error) in cases {
            #expect(ResultCode(code: code, systemError: systemError).error(in: SQL("x")) == error)
        }
    }

    @Test("a checkpoint is due each time the log has grown by its interval")
    func schedule() {
        var schedule = CheckpointSchedule()
        let step = CheckpointSchedule.interval
        let answers = [step - 1, step, step + 1, 2 * step, 10, step - 1, step].map { schedule.isDue(at: $0) }
        #expect(answers == [false, true, false, true, false, false, true])
    }

    @Test("a full queue refuses at once, keeps the order and says how it ends")
    func queue() async throws {
        let queue = JobQueue<Int>(limit: 2)
        async let first = queue.outcome { (access) throws(StoreError) in access }
        await settle { queue.count == 1 }
        async let second = queue.outcome { (access) throws(StoreError) in access * 10 }
        await settle { queue.count == 2 }
        await #expect(throws: StoreError.busy) { try await queue.outcome { (_) throws(StoreError) in } }
        queue.close()
        var access = 1
        while case .jobs(let jobs) = queue.take(upTo: 1) {
            for job in jobs where job.perform(with: access) { job.finish(lost: nil) }
            access += 1
        }
        #expect(try await first == 1)
        #expect(try await second == 20)
        await #expect(throws: StoreError.closed) { try await queue.outcome { (_) throws(StoreError) in } }
    }

    @Test("a failure refuses what comes and is found by what is queued")
    func failure() async throws {
        let queue = JobQueue<Int>(limit: 2)
        queue.refuse(because: .io(code: 5))
        queue.refuse(because: .corrupt)
        #expect(queue.failure == .io(code: 5))
        await #expect(throws: StoreError.io(code: 5)) { try await queue.outcome { (_) throws(StoreError) in } }
    }

    @Test("neighbours that may repeat share a savepoint; one that throws leaves the others whole")
    func sharedSavepoint() async throws {
        try await withFolder { folder in
            let connection = try Opening.writer(path: "\(folder)/store.db")
            let queue = JobQueue<SQLiteTransaction>(limit: 100)
            let runs = Monitor(0)
            let results = await withTaskGroup(of: (Int, StoreError?).self) { group in
                for index in 0..<20 {
                    group.addTask {
                        do throws(StoreError) {
                            try await queue.outcome(mayRepeat: index % 10 != 9) { (tx) throws(StoreError) in
                                runs.change { $0 += 1 }
                                _ = try tx.append(.sample(), connector: "c", items: [ItemKey("\(index)")])
                                if index % 5 == 2 { throw .abandoned }
                            }
                            return (index, nil)
                        } catch {
                            return (index, error)
                        }
                    }
                }
                await settle { queue.count == 20 }
                queue.close()
                var writer = Writer(connection: connection, nextWebhook: 1, bounds: .standard, queue: queue) { _ in }
                writer.run()
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(results == [2: .abandoned, 7: .abandoned, 12: .abandoned, 17: .abandoned])
            #expect(runs.change(\.self) > 20)
            let kept = try SQLiteSnapshot(connection).pendingItems(limit: 100).compactMap { Int($0.key) }
            #expect(kept.sorted() == (0..<20).filter { $0 % 5 != 2 })
            connection.close()
        }
    }

    @Test("a digest is stored as bytes and comes back as it was; what only looks like one stays text")
    func digests() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(path: "\(folder)/store.db")
            let digest = String(repeating: "0123456789abcdef", count: 4)
            let keys = [digest, digest.uppercased(), String(digest.dropLast()), digest + "0", ""]
            #expect(try await store.append(.sample(), keys.map { ItemKey($0, digest) }).accepted == keys.count)
            #expect(try await store.append(.sample(), keys.map { ItemKey($0, digest) }).duplicates == keys.count)
            let pending = try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 10) }
            #expect(pending.map(\.key) == keys)
            await store.close()
        }
    }

    private func settle(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }
}
