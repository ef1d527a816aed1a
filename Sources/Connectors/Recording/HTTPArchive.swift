public import Core

extension TrialInput {
    /// Requests in one file.
    private static let archiveLimit = 10_000

    /// Every request of a file: those of an HTTP archive (HAR 1.2), or the one that ``init(file:base:now:)`` reads.
    public static func all(in file: [UInt8], base: String?, now: Timestamp) throws(Failure) -> [TrialInput] {
        guard let entries = archive(file) else { return [try TrialInput(file: file, base: base, now: now)] }
        guard entries.count <= archiveLimit else {
            throw Failure(message: "the archive has more than \(archiveLimit) requests")
        }
        var inputs: [TrialInput] = []
        for (index, entry) in entries.enumerated() {
            do throws(Failure) {
                inputs.append(try TrialInput(entry: entry, now: now))
            } catch {
                throw Failure(message: "entry \(index): \(error.message)")
            }
        }
        return inputs
    }

    private static func archive(_ file: [UInt8]) -> [JSON]? {
        guard file.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let json = try? JSON.parse(file) else {
            return nil
        }
        return json["log"]?["entries"]?.array
    }

    /// One entry of an archive.
    private init(entry: JSON, now: Timestamp) throws(Failure) {
        guard let request = entry["request"], let method = request["method"]?.string, let url = request["url"]?.string
        else {
            throw Failure(message: "`request` must have `method` and `url`")
        }
        let headers = (request["headers"]?.array ?? []).compactMap { header in
            header["name"]?.string.flatMap { name in
                header["value"]?.string.map { (name: name.lowercased(), value: $0) }
            }
        }
        let time = entry["startedDateTime"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? now
        let webhook = RawWebhook(
            source: "try",
            method: method,
            url: url,
            headers: headers.filter { !$0.name.hasPrefix(":") },
            body: try Self.body(request["postData"]),
            received: time
        )
        self.init(webhook, now: time)
    }

    /// `text`, perhaps in Base64, or the pairs of a form.
    private static func body(_ data: JSON?) throws(Failure) -> [UInt8] {
        guard let data else { return [] }
        if let text = data["text"]?.string {
            guard data["encoding"]?.string == "base64" else { return Array(text.utf8) }
            guard let bytes = Base64.decode(text) else { throw Failure(message: "`postData.text` is no Base64") }
            return bytes
        }
        let pairs = (data["params"]?.array ?? []).compactMap { pair in
            pair["name"]?.string.map { (name: $0, value: pair["value"]?.string ?? "") }
        }
        return Array(FormText.encode(pairs).utf8)
    }
}
