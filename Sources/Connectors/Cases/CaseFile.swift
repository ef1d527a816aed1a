import Core
import YAML

/// Reads what a case of a file begins with instead of a request: its name and what it holds.
struct CaseFileReader {
    let problems: Problems

    /// Nil only beside a problem.
    func read(_ reader: MappingReader, now: Timestamp?) -> RawWebhook? {
        let name = reader.string("name", .required)
        let text = reader.string("text")
        let encoded = reader.text("text_base64")
        reader.finish()
        let body = encoded.map { Base64.decode($0.text) } ?? Array((text ?? "").utf8)
        if body == nil, let encoded { problems.add("bad-value", "`text_base64` is no Base64", at: encoded) }
        guard let name, let now, let body else { return nil }
        return .piece(of: name, source: "test", received: now, body: body)
    }
}

extension Trial {
    /// Reads a file as an import would: a row that is not taken stops no other.
    mutating func readFile(_ webhook: RawWebhook, _ source: Source) {
        guard var reader = FileReader(webhook, of: source) else {
            failure = "the connector reads no files"
            return
        }
        reader.take(webhook.body)
        reader.end()
        do throws(FileFailure) {
            while let entry = try reader.next() { take(entry, reader.table) }
        } catch {
            failure = error.description
        }
    }

    private mutating func take(_ entry: FileEntry, _ table: FileTable?) {
        switch entry {
        case .rejected(let reject): rejects.append(reject)
        case .row(let row):
            do throws(FileReject) {
                items.append(TrialItem(key: row.item.key, events: try table?.events(of: row) ?? []))
            } catch {
                rejects.append(error)
            }
        }
    }
}

extension ConnectorCase {
    /// Rows that are not taken: all of them must be expected.
    func rejected(by trial: Trial) -> [CaseDifference] {
        let given = JSON.array(trial.rejects.map(\.json))
        guard let wanted = expected.rejected else {
            return trial.rejects.map { reject in
                let text = "line \(reject.place.line) is rejected: \(reject.reason)"
                return CaseDifference("rejected", expected: nil, actual: reject.json, text: text)
            }
        }
        return Subset.compare(given, with: .array(wanted), path: "rejected")
    }
}
