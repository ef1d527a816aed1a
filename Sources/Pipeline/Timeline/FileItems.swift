import Connectors
import Core
import Store

extension Normalizer {
    /// The items of a piece of a file under the keys they were journaled by: which version of its record a row is does not
    /// stand in it.
    static func keyed(_ all: [Item], by items: [PendingItem], of stored: JournaledWebhook) -> [Item] {
        guard stored.webhook.isFile else { return all }
        var keyed = all
        for item in items where all.indices.contains(item.index) {
            keyed[item.index] = all[item.index].keyed(by: item.key)
        }
        return keyed
    }
}

extension Configuration {
    /// What is kept of an item that cannot be read: its request; of a row of a file the row alone, since a piece has many
    /// and all of them may be bad.
    func kept(of read: ReadItem) -> RawWebhook {
        let webhook = read.stored.webhook
        guard webhook.isFile, let source = sources[webhook.source] else { return webhook }
        return source.excerpt(of: webhook, row: read.item.index)
    }
}
