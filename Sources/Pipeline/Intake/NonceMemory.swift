import Connectors
import Core
import Store

/// Remembers what providers use once, in the transaction that stores what came with it.
struct NonceMemory {
    /// Forgotten ones that are removed whenever one is remembered: more than come, so that their number falls.
    private static let sweep = 4

    let source: String
    let now: Timestamp

    /// Whether items may be appended: a provider may send the same again, nobody may send something else with it.
    ///
    /// Nonces that are new are remembered.
    func admits(_ nonces: [Nonce], for items: [ItemKey], _ tx: any StoreTransaction) throws(StoreError) -> Bool {
        if try areNew(nonces, tx) { return true }
        for item in items where try tx.item(source: source, key: item.key) == nil {
            return false
        }
        return true
    }

    /// Whether none of them came before; if so, they are remembered.
    func areNew(_ nonces: [Nonce], _ tx: any StoreTransaction) throws(StoreError) -> Bool {
        for nonce in nonces {
            if let answer = try tx.remembered(key: key(nonce)), Self.end(of: answer) > now { return false }
        }
        for nonce in nonces { try remember(nonce, tx) }
        return true
    }

    private func remember(_ nonce: Nonce, _ tx: any StoreTransaction) throws(StoreError) {
        let end = now.adding(nonce.lifetime)
        try tx.forget(key: key(nonce))
        try tx.forgetNonces(before: now, limit: Self.sweep)
        let answer = RememberedAnswer(digest: nonce.digest, status: 0, body: Array(end.description.utf8))
        try tx.remember(answer, key: key(nonce), at: end)
    }

    private func key(_ nonce: Nonce) -> String { "\(RememberedAnswer.nonceMark)\(source):\(nonce.digest)" }

    /// Until when it counts; for ever when that cannot be read.
    private static func end(of answer: RememberedAnswer) -> Timestamp {
        Timestamp(rfc3339: String(decoding: answer.body, as: UTF8.self)) ?? Timestamp(microseconds: .max)
    }
}
