import ArgumentParser
import Core
import Glibc
import Outbound

/// The option every command has that speaks to a running daemon.
struct GatewayOption: ParsableArguments {
    /// What their help says about the key.
    static let aboutKey = "The key in THROUGHLINE_API_KEY is used when the daemon asks for one."

    @Option(help: "The daemon.") var url = "http://127.0.0.1:8080"

    /// Does `work` with a client of the daemon; when that fails, says why and ends with 1.
    func ask<Result>(
        _ work: (GatewayClient) async throws(GatewayClient.Failure) -> Result
    ) async throws -> Result {
        let transport = try CurlTransport()
        let key = getenv("THROUGHLINE_API_KEY").map { Secret(String(cString: $0)) }
        do throws(GatewayClient.Failure) {
            let result = try await work(GatewayClient(base: url, transport: transport, key: key))
            await transport.stop()
            return result
        } catch {
            Terminal.error(error.description)
            throw ExitCode.failure
        }
    }
}

extension GatewayClient {
    /// A POST of JSON that must answer 200.
    func ask(_ path: String, _ body: JSON) async throws(Failure) -> JSON {
        let (status, json) = try await post(path, body)
        guard status == 200 else {
            throw Failure(description: "\(base)\(path) answered \(status). \(json["detail"]?.string ?? "")")
        }
        return json
    }
}
