import Connectors
import Core

/// Requests of a source that a running daemon has, whole.
struct StoredRequests {
    let source: String
    let since: Timestamp?
    let limit: Int

    /// The newest of a list, in the order they came.
    func inputs(
        in path: String,
        as name: String,
        _ client: GatewayClient
    ) async throws(GatewayClient.Failure) -> [TrialInput] {
        var inputs: [TrialInput] = []
        var before = ""
        while inputs.count < limit {
            let query = "source=\(source.queryEncoded)&limit=\(min(100, limit))\(before)"
            let page = try await client.get("/v1/\(path)?\(query)")
            for entry in page[name]?.array ?? [] where inputs.count < limit {
                guard let number = entry["number"]?.int, number > 0 else { continue }
                if let since, let received = entry["received"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
                    received < since
                {
                    return inputs.reversed()
                }
                inputs.append(try await input("/v1/\(path)/\(number)?whole=true", client))
            }
            guard let next = page["next"]?.int else { break }
            before = "&before=\(next)"
        }
        return inputs.reversed()
    }

    private func input(_ path: String, _ client: GatewayClient) async throws(GatewayClient.Failure) -> TrialInput {
        let json = try await client.get(path)
        do throws(TrialInput.Failure) {
            return try TrialInput(json, now: Timestamp(seconds: 0))
        } catch {
            throw GatewayClient.Failure(description: "\(path) cannot be read: \(error.message).")
        }
    }
}
